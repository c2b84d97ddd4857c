// The queue of pairs: what was recorded is told, and the next pair has the focus.
// Without this file the buttons judge, and the page loads anew.
"use strict";

const queue = document.querySelector("[data-review]");
const announce = document.querySelector("[data-announce]");

if (queue) {
  const heading = () => queue.querySelector("[data-heading]");

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
