/* The chart's bars: arrow keys go from one to the next, and the one pointed at says what it is. The
   button to ask again, which comes when one is pressed, is brought out from under the composer. */

const bar = (event) => event.target.closest?.("#coverage button.bar");

document.addEventListener("keydown", (event) => {
  const from = bar(event);
  if (!from) return;
  const bars = [...from.parentElement.querySelectorAll("button.bar")];
  const at = bars.indexOf(from);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: bars.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  bars[Math.max(0, Math.min(to, bars.length - 1))].focus();
});

function point(event) {
  const on = bar(event);
  const pointed = document.querySelector("#coverage .pointed");
  if (pointed) pointed.textContent = on ? on.getAttribute("aria-label") : "";
}

document.addEventListener("mouseover", point);
document.addEventListener("focusin", (event) => {
  point(event);
  const on = bar(event);
  if (!on) return;
  for (const other of on.parentElement.querySelectorAll("button.bar")) {
    other.tabIndex = other === on ? 0 : -1;
  }
});

document.addEventListener("click", (event) => {
  const unfold = event.target.closest?.("#coverage .unfold");
  if (!unfold) return;
  unfold.setAttribute("aria-expanded", String(unfold.getAttribute("aria-expanded") !== "true"));
});

let pressed = false;
document.addEventListener("click", (event) => (pressed = Boolean(bar(event))));
document.addEventListener("wheel", () => (pressed = false), { passive: true });

new MutationObserver(() => {
  const again = document.getElementById("again");
  if (!pressed || !again?.checkVisibility()) return;
  pressed = false;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  again.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}).observe(document.body, { subtree: true, childList: true });
