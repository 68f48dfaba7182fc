/* The whole article that a quote stands in: asked of the service when it is wanted, shown in the
   place of the sources, and put in as text alone. */

const GONE = "This article is no longer in the index.";
const FAILED = "The article could not be loaded. Please try again.";
const CHANGED = "The article has changed since: the quote no longer stands in it word for word.";

const still = window.matchMedia("(prefers-reduced-motion: reduce)");

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function wayBack(name, text) {
  const button = made("button", name, text);
  button.type = "button";
  return button;
}

/** Where the characters that Python counts as `start` and `end` are in a string of UTF-16. */
function unitsOf(text, start, end) {
  let units = 0;
  const places = [];
  for (let points = 0; points <= end; points += 1) {
    if (points === start || points === end) places.push(units);
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return [places[0], places.at(-1)];
}

/** The paragraphs of `text`, with what is from `start` to `end` marked. */
function paragraphs(text, start, end) {
  const body = made("div", "text");
  for (const found of text.matchAll(/[^\n]+/g)) {
    const from = found.index;
    const to = from + found[0].length;
    const line = made("p");
    const [first, last] = [Math.max(from, start), Math.min(to, end)];
    if (first < last) {
      const mark = made("mark", "", text.slice(first, last));
      line.append(text.slice(from, first), mark, text.slice(last, to));
    } else {
      line.textContent = found[0];
    }
    body.append(line);
  }
  return body;
}

async function fetched(id) {
  const address = new URL(`v1/articles/${encodeURIComponent(id)}`, document.baseURI);
  const response = await fetch(address);
  if (response.status === 404) throw new Error(GONE);
  if (!response.ok) {
    const told = await response.json().catch(() => ({}));
    throw new Error(told.error?.message ?? FAILED);
  }
  return response.json();
}

/** Scroll to `mark`: in the panel where that scrolls by itself, else in the page. */
function reveal(mark) {
  const panel = document.getElementById("sources");
  const behavior = still.matches ? "auto" : "smooth";
  if (panel.scrollHeight > panel.clientHeight && getComputedStyle(panel).overflowY !== "visible") {
    const below = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    panel.scrollBy({ top: below - panel.clientHeight / 3, behavior });
  } else {
    mark.scrollIntoView({ block: "center", behavior });
  }
}

async function read(button) {
  const place = button.closest("[data-article]");
  const section = button.closest("section.sources");
  const pane = made("article", "reading");
  pane.tabIndex = -1;
  pane.setAttribute("aria-label", button.getAttribute("aria-label"));
  const ways = made("p", "ways");
  ways.append(
    wayBack("leave", "Back to the sources"),
    ...(section.querySelector("button.back") ? [wayBack("back", "Back to the answer")] : []),
  );
  const status = made("p", "status", "Loading the article…");
  status.setAttribute("role", "status");
  pane.append(ways, place.querySelector("h3").cloneNode(true));
  pane.append(place.querySelector(".byline").cloneNode(true));
  const original = place.querySelector(".original");
  if (original) pane.append(original.cloneNode(true));
  pane.append(status);
  section.querySelector(".reading")?.remove();
  section.append(pane);
  section.classList.add("reads");
  section.opener = button;
  reveal(pane);
  pane.focus({ preventScroll: true });
  try {
    const { text } = await fetched(place.dataset.article);
    const [start, end] = unitsOf(text, Number(place.dataset.start), Number(place.dataset.end));
    const quote = place.querySelector("mark")?.textContent;
    const exact = quote === undefined || text.slice(start, end) === quote;
    status.textContent = exact ? "" : CHANGED;
    pane.append(exact ? paragraphs(text, start, end) : paragraphs(text, 0, 0));
    const mark = pane.querySelector("mark");
    if (mark && pane.isConnected) reveal(mark);
  } catch (error) {
    status.textContent = error instanceof TypeError ? FAILED : error.message;
  }
}

function leave(section) {
  section.querySelector(".reading")?.remove();
  section.classList.remove("reads");
  const opener = section.opener;
  if (opener?.isConnected) {
    reveal(opener.closest("[data-article]"));
    opener.focus({ preventScroll: true });
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#sources button");
  if (button?.matches(".read")) read(button);
  else if (button?.matches(".leave")) leave(button.closest("section"));
});

/* Escape leaves an article, and a link to a source leads past one that is open. */
document.addEventListener("keydown", (event) => {
  const section = event.target.closest?.("#sources section.reads");
  if (event.key === "Escape" && section) leave(section);
});
document.addEventListener(
  "click",
  (event) => {
    if (!event.target.closest?.("#chat a[href^='#source']")) return;
    for (const section of document.querySelectorAll("#sources section.reads")) {
      section.querySelector(".reading").remove();
      section.classList.remove("reads");
    }
  },
  { capture: true },
);
