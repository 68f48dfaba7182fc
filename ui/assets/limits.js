/* Fields for dates become the browser's own: with its calendar, in the reader's order of day and
   month, for any keyboard. What they give stays an ISO date. And Gradio's field for outlets has no
   placeholder, and its accordion does not say whether it is open. */

new MutationObserver(() => {
  for (const field of document.querySelectorAll(".day input:not([type='date'])")) {
    field.type = "date";
  }
  for (const field of document.querySelectorAll(".outlets input[role='combobox']")) {
    const any = !field.closest(".wrap").querySelector(".token");
    field.placeholder = any ? "All outlets" : "";
  }
  const line = document.querySelector("#limit-fields > button");
  line?.setAttribute("aria-expanded", String(line.classList.contains("open")));
}).observe(document.body, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["class"],
});
