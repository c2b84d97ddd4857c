// Forms whose unfinished state is kept: sent when typing rests and when the page is left.
// Without this file they are forms like any other.
"use strict";

const REST = 1500; // milliseconds without a keystroke

for (const key of document.querySelectorAll("input[data-drafts]")) {
  const { form, dataset: { drafts: address, failed } } = key;
  const said = form.querySelector("[data-said]");
  let isUnsaved = "unsaved" in key.dataset;
  let rest, sending;

  // Files and passwords stay here; the server leaves out what else is not to be kept.
  const content = () => {
    const kept = new FormData(form);
    for (const field of form.elements) {
      if (["file", "password"].includes(field.type)) kept.delete(field.name);
    }
    return kept;
  };

  const save = async () => {
    isUnsaved = false;
    sending = new AbortController();
    try {
      const answer = await fetch(address, { method: "POST", body: content(), signal: sending.signal });
      if (!answer.ok) throw new Error(answer.status);
      said.textContent = await answer.text();
    } catch (error) {
      if (error.name === "AbortError") return;
      isUnsaved = true;
      said.textContent = failed;
    }
  };

  const wait = () => {
    clearTimeout(rest);
    rest = setTimeout(save, REST);
  };

  const leave = () => {
    if (!isUnsaved) return;
    isUnsaved = false;
    clearTimeout(rest);
    navigator.sendBeacon(address, content());
  };

  form.addEventListener("input", () => { isUnsaved = true; wait(); });
  // What is sent is no draft any more: nothing may be kept behind its back.
  form.addEventListener("submit", () => { isUnsaved = false; clearTimeout(rest); sending?.abort(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
  addEventListener("pagehide", leave);
  if (isUnsaved) wait();
}
