/* What is done with one answer: its link copied, its question asked again, a word said about it;
   and Escape, which stops one. */

/** The clipboard is there on this machine and over https alone; the old way works elsewhere. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", "");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

async function copyLink(link) {
  const address = link.href;
  const copied = await copy(address);
  link.focus({ preventScroll: true });
  say(copied ? "The link is copied." : `The link: ${address}`);
  if (!copied) return;
  link.textContent = "Link copied";
  setTimeout(() => (link.textContent = "Copy link"), 2500);
}

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("#chat .act");
  if (!act) return;
  if (act.matches(".share")) {
    event.preventDefault();
    copyLink(act);
  } else if (act.matches(".retry")) {
    trigger("retry", { id: act.value });
  } else if (act.matches(".rate")) {
    trigger("rate", { id: act.value, verdict: act.name });
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("#chat form.comment");
  if (!form) return;
  event.preventDefault();
  const { name, value } = form.querySelector("input");
  trigger("comment", { id: name, text: value });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || dialog.open) return;
  document.querySelector("#composer button.stop")?.click();
});

/* Gradio says in a corner that the connection is lost, and reloads the page once the server is
   back: meanwhile the answer that was coming says so, too. */
new MutationObserver(() => {
  const lost = [...document.querySelectorAll(".toast-body.error")]
    .some((toast) => toast.textContent.includes("Connection to the server was lost"));
  document.body.classList.toggle("disconnected", lost);
  // Gradio's sanitizer takes such attributes from what is said in HTML.
  for (const button of document.querySelectorAll("#chat .rate:not([aria-pressed])")) {
    button.setAttribute("aria-pressed", String(button.matches(".chosen")));
  }
}).observe(document.body, { subtree: true, childList: true });

count();
begin();
