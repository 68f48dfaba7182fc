/* The list of conversations: a dialog of the browser's own, which keeps the focus, closes with
   Escape and covers the page only while it is open. All text goes in as text. */

const list = element.querySelector(".list");
const dialog = element.querySelector("dialog");
const items = dialog.querySelector("ul");
const done = dialog.querySelector(".done");

function make(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  if (tag === "button") made.type = "button";
  return made;
}

function count() {
  const number = ids().length;
  list.hidden = number === 0;
  list.textContent = `Conversations (${number})`;
}

function when(conversation) {
  const asked = new Date(lastAsked(conversation));
  const today = asked.toDateString() === new Date().toDateString();
  const day = today
    ? asked.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })
    : asked.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const number = conversation.exchanges.length;
  const open = conversation.id === current ? "Open now · " : "";
  return `${open}${day} · ${number} ${number === 1 ? "question" : "questions"}`;
}

function fill() {
  const conversations = all();
  items.replaceChildren(...conversations.map(item));
}

function item(conversation) {
  const name = nameOf(conversation);
  const row = make("li", "");
  row.dataset.id = conversation.id;
  const open = make("button", "open");
  open.append(make("span", "name", name), make("span", "when", when(conversation)));
  if (conversation.id === current) open.setAttribute("aria-current", "true");
  open.onclick = () => {
    dialog.close();
    if (conversation.id !== current) reopen(load(conversation.id) ?? conversation);
    box()?.focus({ preventScroll: true });
  };
  const actions = make("div", "actions");
  for (const [label, act] of [["Rename", rename], ["Save as Markdown", save], ["Delete", drop]]) {
    const button = make("button", "act", label);
    button.setAttribute("aria-label", `${label}: ${name}`);
    button.onclick = () => act(conversation, row);
    actions.append(button);
  }
  row.append(open, actions);
  return row;
}

function rename(conversation, row) {
  const input = make("input", "rename");
  input.value = nameOf(conversation);
  input.maxLength = 200;
  input.setAttribute("aria-label", "Title of the conversation");
  row.querySelector(".open").replaceWith(input);
  input.select();
  let finished = false;
  const finish = (keeping) => {
    if (finished) return;
    finished = true;
    const title = input.value.trim();
    const now = load(conversation.id);
    if (keeping && title && now) store({ ...now, title });
    fill();
    items.querySelector(`[data-id="${CSS.escape(conversation.id)}"] .open`)?.focus();
  };
  input.onblur = () => finish(true);
  input.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // Escape is for the title, not for the dialog.
    event.stopPropagation();
    finish(event.key === "Enter");
  };
}

async function save(conversation) {
  const { exchanges, title } = load(conversation.id) ?? conversation;
  try {
    const file = await server.exported(JSON.stringify({ exchanges, title }));
    if (file.error) throw new Error(file.error);
    const link = make("a", "");
    link.href = URL.createObjectURL(new Blob([file.text], { type: "text/markdown" }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    done.textContent = `Saved as ${file.name}.`;
  } catch {
    done.textContent = "It could not be saved: the server cannot be reached, or cannot read it.";
  }
}

function drop(conversation, row) {
  const kept = load(conversation.id) ?? conversation;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  remove(conversation.id);
  count();
  fill();
  done.textContent = `Deleted ${quoted(nameOf(conversation))}. `;
  const undo = make("button", "act", "Undo");
  undo.onclick = () => {
    store(kept);
    done.textContent = "";
    count();
    fill();
    items.querySelector(`[data-id="${CSS.escape(kept.id)}"] .open`)?.focus();
  };
  done.append(undo);
  const there = next && items.querySelector(`[data-id="${CSS.escape(next.dataset.id)}"] .open`);
  (there ?? undo).focus();
  if (conversation.id === current) document.querySelector("#composer button.new")?.click();
}

list.onclick = () => {
  done.textContent = "";
  fill();
  dialog.showModal();
  (items.querySelector(".open") ?? dialog.querySelector(".close")).focus();
};
dialog.querySelector(".close").onclick = () => dialog.close();
// A click beside it closes it.
dialog.onclick = (event) => event.target === dialog && dialog.close();
window.addEventListener("storage", count);
