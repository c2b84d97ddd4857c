// A key does what the button that names it does: <button data-key="s">. Not while somebody writes,
// and not for who turned that off. "?" opens the list of keys, Escape leaves a field.
"use strict";

const use = document.querySelector("[data-use-keys]");
const help = document.querySelector("[data-help]");
const show = () => document.body.classList.toggle("has-keys", use.checked);
const isTyping = (target) => target.closest("input:not([type=checkbox]), select, textarea, dialog");
const goBack = () => document.querySelector("[data-heading]")?.focus();

use.checked = localStorage.getItem("review-keys") !== "off";
use.addEventListener("change", () => {
  localStorage.setItem("review-keys", use.checked ? "on" : "off");
  show();
});
use.closest("[hidden]").hidden = false;
show();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (event.key === "Escape" && event.target.closest("form:has([data-key])") && isTyping(event.target)) {
    event.target.blur();
    goBack();
    return;
  }
  if (!use.checked || isTyping(event.target)) return;
  if (event.key === "?" && help) {
    event.preventDefault();
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
    else goBack();
    return;
  }
  const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!pressed || document.querySelector(".htmx-request")) return;
  event.preventDefault();
  pressed.click();
});
