// A key does what the button that names it does: <button data-key="s">. Not while somebody writes,
// and not for who turned that off.
"use strict";

const use = document.querySelector("[data-use-keys]");
const show = () => document.body.classList.toggle("has-keys", use.checked);

use.checked = localStorage.getItem("review-keys") !== "off";
use.addEventListener("change", () => {
  localStorage.setItem("review-keys", use.checked ? "on" : "off");
  show();
});
use.closest("[hidden]").hidden = false;
show();

document.addEventListener("keydown", (event) => {
  if (!use.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
