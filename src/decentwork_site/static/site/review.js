// The queue of pairs: keys press the buttons, what was recorded is told, the next pair has the focus.
// Without this file the buttons judge, and the page loads anew.
"use strict";

const queue = document.querySelector("[data-review]");
const announce = document.querySelector("[data-announce]");
const help = document.querySelector("[data-help]");
const use = document.querySelector("[data-use-keys]");

if (queue) {
  const show = () => queue.parentElement.classList.toggle("has-keys", use.checked);
  use.checked = localStorage.getItem("review-keys") !== "off";
  use.addEventListener("change", () => {
    localStorage.setItem("review-keys", use.checked ? "on" : "off");
    show();
  });
  show();
  help.hidden = false;

  const heading = () => queue.querySelector("[data-heading]");
  const isTyping = (target) => target.closest("input:not([type=checkbox]), select, textarea, dialog");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (event.key === "Escape" && queue.contains(event.target) && isTyping(event.target)) {
      heading().focus();
      return;
    }
    if (!use.checked || isTyping(event.target)) return;
    if (event.key === "?") {
      event.preventDefault();
      help.open = !help.open;
      (help.open ? help.querySelector("summary") : heading()).focus();
      return;
    }
    const pressed = queue.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!pressed || queue.querySelector(".htmx-request")) return;
    event.preventDefault();
    pressed.click();
  });

  // What others judged meanwhile is an answer to be read; a page that is no part of this one (who
  // was signed out is asked to sign in) is gone to.
  queue.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status === 409) {
      detail.shouldSwap = true;
      detail.isError = false;
    } else if (detail.xhr.status === 200 && !detail.xhr.responseText.includes('id="review"')) {
      detail.shouldSwap = false;
      location.assign(detail.xhr.responseURL);
    }
  });
  queue.addEventListener("htmx:afterSettle", () => {
    announce.textContent = queue.querySelector("[data-told]")?.textContent ?? "";
    heading().focus({ preventScroll: true });
    if (heading().getBoundingClientRect().top < 0) queue.scrollIntoView({ block: "start" });
  });
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    queue.addEventListener(failure, () => {
      const told = document.createElement("p");
      told.className = "message";
      told.setAttribute("role", "alert");
      told.textContent = queue.dataset.failed;
      queue.querySelector(".message")?.remove();
      queue.prepend(told);
    });
  }
}
