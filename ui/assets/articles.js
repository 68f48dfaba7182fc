/* Where the focus goes when an article is opened, closed or asked about, and a page is turned. */

/** The id of the article that was opened last. */
let last = "";

document.addEventListener("click", (event) => {
  const title = event.target.closest?.("#article-list button");
  if (title) last = title.dataset.value;
});

/** Gradio shows what has changed in the frame after it is told. */
const soon = (act) => requestAnimationFrame(() => setTimeout(act));

function go(element, block) {
  element?.scrollIntoView({ block });
  element?.focus({ preventScroll: true });
}

document.addEventListener("article:opened", () => {
  soon(() => go(document.querySelector("#article h2"), "start"));
});
document.addEventListener("article:closed", () => {
  const own = `#article-list button[data-value="${CSS.escape(last)}"]`;
  soon(() => go(document.querySelector(own), "center"));
});
document.addEventListener("article:turned", () => {
  soon(() => document.getElementById("article-list")?.scrollIntoView({ block: "start" }));
});
document.addEventListener("article:asked", () => {
  soon(() => document.querySelector("#question textarea")?.focus());
});
