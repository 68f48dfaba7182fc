/* Keeping the conversation that is showing, and bringing it back after a reload. */

const CURRENT = "news-assistant.current";
const DRAFT = "news-assistant.draft";
const LEFT = "news-assistant.left";
/** A conversation that has rested so long is not in the way of a new question. */
const RESTED = 4 * 60 * 60 * 1000;
const box = () => document.querySelector("#question textarea");
const quoted = (text) => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

/** The id of the conversation that this page shows, and the ids of the exchanges it knows of. */
let current = null;
let known = new Set();

function say(text) {
  element.querySelector(".notice").textContent = text;
}

function show(id, exchanges) {
  current = id;
  known = new Set(exchanges.map((exchange) => exchange.id));
  if (id) tab?.setItem(CURRENT, id);
  else tab?.removeItem(CURRENT);
}

/** The same conversation may be open in another tab: what that one has asked stays, and an answer
    that it was given counts for more than none. What this one has let go of does not stay. */
function merged(exchanges, kept) {
  const theirs = new Map(kept.map((exchange) => [exchange.id, exchange]));
  const ours = exchanges.map((exchange) => {
    const other = theirs.get(exchange.id);
    theirs.delete(exchange.id);
    return other?.answer && !exchange.answer ? other : exchange;
  });
  const more = [...theirs.values()].filter(({ id }) => !known.has(id));
  return [...ours, ...more].sort((a, b) => Date.parse(a.asked) - Date.parse(b.asked));
}

function keep(record) {
  const { exchanges, unreadable } = record ? JSON.parse(record) : {};
  if (unreadable) {
    remove(unreadable);
    say("A conversation could not be read, and was dropped.");
  }
  if (!exchanges) {
    show(null, []);
    return;
  }
  const same = current !== null && exchanges.some(({ id }) => known.has(id));
  const id = same ? current : exchanges[0].id;
  const before = shelf && load(id);
  const all = before ? merged(exchanges, before.exchanges) : exchanges;
  show(id, exchanges);
  if (!shelf) return;
  const gone = store({ id, exchanges: all, title: before?.title ?? null });
  if (gone === null) say("This conversation is not kept: this browser has no room for it.");
  else if (gone.length) say(`The oldest conversation, ${quoted(gone[0])}, made room for this one.`);
}

/* An event that is sent just as Gradio closes its stream of results gets none before the next event
   opens another: one that does nothing is sent when something has not been `done` for too long. */
function expectSoon(done) {
  for (const wait of [1500, 4000, 10_000]) setTimeout(() => done() || trigger("nudge"), wait);
}

const answers = () => document.querySelectorAll("#chat .answer").length;

function expectAnswer() {
  setTimeout(() => {
    const [question, before] = [box()?.value, answers()];
    if (question?.trim()) expectSoon(() => box()?.value !== question || answers() !== before);
  });
}

watch("value", () => {
  keep(props.value);
  count();
});

function reopen(conversation, draft) {
  const { exchanges } = conversation;
  show(conversation.id, exchanges);
  trigger("reopen", { id: conversation.id, record: JSON.stringify({ exchanges }), draft });
  expectSoon(() => current !== conversation.id || answers() > 0);
}

/** The question of a shared link; its address is left, so that a reload asks nothing. */
function shared() {
  const asked = new URL(window.location.href);
  const question = asked.searchParams.get("q");
  if (!question?.trim()) return null;
  const found = {
    question,
    outlets: asked.searchParams.getAll("source"),
    articles: asked.searchParams.getAll("article"),
  };
  for (const name of ["since", "until"]) found[name] = asked.searchParams.get(name) || null;
  for (const name of ["q", "since", "until", "source", "article"]) asked.searchParams.delete(name);
  window.history.replaceState(window.history.state, "", asked);
  return found;
}

/** When the page with the conversation was left, or, where that is not known, last asked. */
const left = (conversation) => Number(tab.getItem(LEFT)) || lastAsked(conversation);

function begin() {
  const broken = shelf ? sweep() : 0;
  if (!shelf) say("This browser does not let pages keep anything: conversations end with the page.");
  else if (broken) say("A conversation could not be read, and was dropped.");
  const draft = tab?.getItem(DRAFT) || null;
  tab?.removeItem(DRAFT);
  const link = shared();
  const last = shelf && load(tab?.getItem(CURRENT));
  if (link) {
    trigger("follow", link);
    expectSoon(() => answers() > 0 || !!document.querySelector(".toast-body"));
  } else if (last && Date.now() - left(last) < RESTED) reopen(last, draft);
  else {
    if (last) {
      show(null, []);
      if (!broken) say("A new conversation: your last one is under Conversations.");
    }
    if (draft) trigger("reopen", { draft });
  }
}

// A page that is left, or reloads itself when the server is back, keeps what was typed.
window.addEventListener("pagehide", () => {
  if (!tab) return;
  tab.setItem(LEFT, Date.now());
  if (box()?.value.trim()) tab.setItem(DRAFT, box().value);
});
