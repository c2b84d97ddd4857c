// The matrix of a dossier: arrow keys move between cells; a cell opens its reasons beneath.
// Without this file every cell is a link to its row in the table under the matrix.
"use strict";

const matrix = document.querySelector("[data-matrix]");
const panel = document.querySelector("[data-panel]");

if (matrix && panel) {
  const rows = [...matrix.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);
  const all = rows.flat();
  all.forEach((cell, index) => { cell.tabIndex = index === 0 ? 0 : -1; });

  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

  const focus = (cell) => {
    all.forEach((other) => { other.tabIndex = other === cell ? 0 : -1; });
    cell.focus();
  };

  const open = (cell) => {
    const source = document.getElementById(cell.hash.slice(1));
    const title = document.createElement("h3");
    title.textContent = cell.getAttribute("aria-label");
    const list = document.createElement("ul");
    for (const reason of source.querySelectorAll(".reason")) {
      const item = document.createElement("li");
      item.append(...[...reason.childNodes].map((node) => node.cloneNode(true)));
      list.append(item);
    }
    panel.replaceChildren(title, list);
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
  };

  matrix.addEventListener("keydown", (event) => {
    const row = rows.findIndex((cells) => cells.includes(event.target));
    if (row < 0) return;
    const column = rows[row].indexOf(event.target);
    // Where a language is read from right to left, the next tier stands on the left.
    const ahead = getComputedStyle(matrix).direction === "rtl" ? -1 : 1;
    const target =
      event.key in steps ? rows[row + steps[event.key][0]]?.[column + ahead * steps[event.key][1]]
      : event.key === "Home" ? rows[row][0]
      : event.key === "End" ? rows[row].at(-1)
      : undefined;
    if (event.key in steps || target) event.preventDefault();
    if (target) focus(target);
  });

  matrix.addEventListener("click", (event) => {
    const cell = event.target.closest("a");
    if (!cell || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    focus(cell);
    open(cell);
  });
}

// A reference to a figure inside closed details opens them.
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target.parentElement; node; node = node.parentElement) {
    if (node instanceof HTMLDetailsElement) node.open = true;
  }
  target.scrollIntoView({ block: "center" });
};
addEventListener("hashchange", reveal);
reveal();
