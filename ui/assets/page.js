/* Following a marker to its source and back, and keeping the latest question in view. */

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** The marker that was followed last, to go back to. */
let origin = null;

function bring(element, block) {
  element.scrollIntoView({ behavior: calm.matches ? "auto" : "smooth", block });
  element.focus({ preventScroll: true });
}

function showSource(id) {
  const target = document.getElementById(id);
  const section = target?.closest("section.sources");
  if (!section) return;
  for (const other of document.querySelectorAll("section.sources")) {
    other.hidden = other !== section;
  }
  bring(target, target === section ? "start" : "nearest");
  target.classList.remove("flash");
  void target.offsetWidth; // So that a second click on the same marker flashes again.
  target.classList.add("flash");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#chat a[href^='#source']");
  if (link) {
    event.preventDefault();
    origin = link;
    showSource(link.getAttribute("href").slice(1));
    return;
  }
  const button = event.target.closest?.("#sources button");
  if (button?.matches(".whole")) {
    const open = button.closest("li").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  } else if (button?.matches(".back")) {
    const own = document.querySelector(`#chat a[href="#${button.closest("section").id}"]`);
    bring(origin?.isConnected ? origin : own, "center");
  }
});

/* Gradio labels each message with its text, which here is HTML that nobody should hear read, and
   its sanitizer takes the labels from ours: a marker's is in its title. It also calls a list what
   has buttons for items. */
function label(chat) {
  chat.querySelector(".examples[role='list']")?.removeAttribute("role");
  for (const message of chat.querySelectorAll("[data-testid][aria-label]")) {
    message.removeAttribute("aria-label");
  }
  for (const marker of chat.querySelectorAll("a.cite[title]:not([aria-label])")) {
    marker.setAttribute("aria-label", marker.title);
  }
}

/* Ask and Stop take each other's place: the focus that one of them had goes to the box. */
document.addEventListener("click", (event) => {
  const fine = window.matchMedia("(pointer: fine)").matches;
  const asking = "#composer > button, #chips button, #chat .example, #next button";
  if (fine && event.target.closest?.(asking)) {
    document.querySelector("#question textarea")?.focus({ preventScroll: true });
  }
});

/* A new question is brought into view, wherever the reader was. The answer that is being written
   then stays in view, as long as its question does too and until the reader goes elsewhere. */
const ABOVE = 16;
const BELOW = 28; // what fades above the composer, and a little

let asked = 0;
let following = false;
let arriving = false;

function follow(chat) {
  const questions = chat.querySelectorAll(".question");
  if (questions.length > asked) following = arriving = true;
  asked = questions.length;
  const composer = document.getElementById("composer").getBoundingClientRect();
  if (!following || asked === 0 || composer.height === 0) return;
  const top = questions[asked - 1].getBoundingClientRect().top;
  const below = document.getElementById("talk").lastElementChild.getBoundingClientRect().bottom;
  const row = chat.querySelector(".message-row:last-of-type").getBoundingClientRect();
  const hidden = Math.max(row.bottom, below) + BELOW - composer.top;
  let missing = Math.max(0, Math.min(hidden, top - ABOVE));
  // Upwards only to arrive: later it is the reader who has gone down from it.
  if (arriving && top < ABOVE - 1) missing = top - ABOVE;
  else if (!chat.querySelector(".answer.pending")) arriving = false;
  if (missing) window.scrollBy({ top: missing, behavior: calm.matches ? "auto" : "smooth" });
}

for (const gone of ["wheel", "touchmove", "mousedown"]) {
  document.addEventListener(gone, () => (following = false), { passive: true });
}
document.addEventListener("keydown", (event) => {
  const leaves = ["PageUp", "PageDown", "Tab"].includes(event.key);
  if (leaves || !event.target.closest?.("#question")) following = false;
});

/* How high the composer is, for the room that it needs: see page.css. */
const heights = new ResizeObserver(([{ target }]) => {
  document.documentElement.style.setProperty("--composer", `${target.offsetHeight}px`);
});
let measured = null;

function measure(composer) {
  if (!composer || composer === measured) return;
  heights.disconnect();
  heights.observe(composer);
  measured = composer;
}

new MutationObserver(() => {
  // Gradio gives it another name than the one that is seen on it.
  document.querySelector("#files button[aria-dropeffect][aria-label]")?.removeAttribute("aria-label");
  const chat = document.getElementById("chat");
  if (!chat) return;
  measure(document.getElementById("composer"));
  label(chat);
  follow(chat);
}).observe(document.body, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["aria-label"],
});
