// Draws each chart of a page from its specification; becomes one module with Vega, Vega-Lite and
// Vega-Embed. Expressions are interpreted, never compiled, so the page needs no unsafe-eval.
const width = (place) => Math.max(Math.floor(place.clientWidth / 20) * 20, 240);

const draw = async (place) => {
  const drawn = width(place);
  if (place.dataset.drawn === String(drawn)) return;
  place.dataset.drawn = String(drawn);
  const answer = await fetch(`${place.dataset.chart}&width=${drawn}`);
  if (!answer.ok) return;
  const spec = await answer.json();
  if (place.dataset.drawn !== String(drawn)) return; // the page has been resized meanwhile
  await vegaEmbed(place, spec, {
    actions: false,
    ast: true,
    defaultStyle: false,
    mode: "vega-lite",
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  });
  // One picture with one description: the roles Vega gives to its parts have no names to tell.
  const drawing = place.querySelector("svg");
  for (const part of drawing.querySelectorAll("[role]")) {
    part.removeAttribute("role");
    part.removeAttribute("aria-roledescription");
  }
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", spec.description);
};

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) draw(entry.target);
}, { rootMargin: "600px" });
// Drawn again once the size has settled, not at every step of a window being dragged.
let settling;
const resized = new ResizeObserver(() => {
  clearTimeout(settling);
  settling = setTimeout(() => {
    document.querySelectorAll("[data-drawn]").forEach((place) => place.clientWidth && draw(place));
  }, 250);
});
for (const place of document.querySelectorAll("[data-chart]")) {
  seen.observe(place);
  resized.observe(place);
}
// Printing shows every chart, seen or not.
addEventListener("beforeprint", () => document.querySelectorAll("[data-chart]").forEach(draw));
