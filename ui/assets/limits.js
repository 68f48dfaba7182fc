/* Fields for dates become the browser's own: with its calendar, in the reader's order of day and
   month, for any keyboard. What they give stays an ISO date. */

new MutationObserver(() => {
  for (const field of document.querySelectorAll(".day input:not([type='date'])")) {
    field.type = "date";
  }
}).observe(document.body, { subtree: true, childList: true });
