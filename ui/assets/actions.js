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

/** The answer that has just been judged: it is shown anew, and keeps the focus. */
let judged = null;

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("#chat .act");
  if (!act) return;
  if (act.matches(".share")) {
    event.preventDefault();
    copyLink(act);
  } else if (act.matches(".retry")) {
    trigger("retry", { id: act.value });
    expectSoon(() => !document.querySelector(`#chat .retry[value="${CSS.escape(act.value)}"]`));
  } else if (act.matches(".rate")) {
    judged = act.value;
    trigger("rate", { id: act.value, verdict: act.name });
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("#chat form.comment");
  if (!form) return;
  event.preventDefault();
  const { name, value } = form.querySelector("input");
  judged = name;
  trigger("comment", { id: name, text: value });
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#composer button.primary")) expectAnswer();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && event.target === box()) expectAnswer();
  if (event.key !== "Escape" || event.defaultPrevented || dialog.open) return;
  document.querySelector("#composer button.stop")?.click();
});

/* Gradio says in a corner that the connection is lost, and reloads the page once the server is
   back: until then the answer that was coming says so, too (see keeping.css). */
function followConnection() {
  const lost = [...document.querySelectorAll(".toast-body.error")]
    .some((toast) => toast.textContent.includes("Connection to the server was lost"));
  if (lost) document.body.classList.add("disconnected");
}

/* Gradio's sanitizer takes such attributes from what is said in HTML. */
function labelVerdicts() {
  for (const button of document.querySelectorAll("#chat .rate:not([aria-pressed])")) {
    button.setAttribute("aria-pressed", String(button.matches(".chosen")));
    if (button.value !== judged || !button.matches(".chosen")) continue;
    judged = null;
    if (document.activeElement === document.body) button.focus({ preventScroll: true });
  }
}

new MutationObserver(() => {
  followConnection();
  labelVerdicts();
}).observe(document.body, { subtree: true, childList: true });

count();
begin();
