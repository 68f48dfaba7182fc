/* Fields for dates become the browser's own: with its calendar, in the reader's order of day and
   month, for any keyboard. What they give stays an ISO date. And Gradio's accordion does not say
   whether it is open. */

new MutationObserver(() => {
  for (const field of document.querySelectorAll(".day input:not([type='date'])")) {
    field.type = "date";
  }
  const line = document.querySelector("#limit-fields > button");
  line?.setAttribute("aria-expanded", String(line.classList.contains("open")));
}).observe(document.body, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["class"],
});
