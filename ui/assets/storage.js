/* The browser's storage: a key for each conversation, so that two pages that are open at once
   never write over each other's. What is read may have been put there by anybody. */

const PREFIX = "news-assistant.conversation.";
const MOST = 50;

function works(kind) {
  try {
    const storage = window[kind];
    storage.setItem("news-assistant.probe", "1");
    storage.removeItem("news-assistant.probe");
    return storage;
  } catch {
    return null; // Switched off, or full to the last character.
  }
}

const shelf = works("localStorage");
/** What belongs to this tab alone, and outlives a reload: which conversation it shows. */
const tab = works("sessionStorage");

function isExchange(value) {
  return typeof value?.id === "string" && typeof value.question === "string" &&
    Number.isFinite(Date.parse(value.asked));
}

/** The conversation of that id; null when there is none that can be read. */
function load(id) {
  try {
    const { exchanges, title } = JSON.parse(shelf.getItem(PREFIX + id));
    if (!Array.isArray(exchanges) || !exchanges.length || !exchanges.every(isExchange)) return null;
    return { id, exchanges, title: typeof title === "string" && title.trim() ? title : null };
  } catch {
    return null;
  }
}

function remove(id) {
  shelf?.removeItem(PREFIX + id);
}

function ids() {
  const keys = shelf ? Object.keys(shelf) : [];
  return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
}

const lastAsked = (conversation) => Date.parse(conversation.exchanges.at(-1).asked);
const nameOf = (conversation) => conversation.title ?? conversation.exchanges[0].question;

/** All conversations, the one asked last first. */
function all() {
  return ids().map(load).filter(Boolean).sort((one, other) => lastAsked(other) - lastAsked(one));
}

/** Throw away what cannot be read; how many that were. */
function sweep() {
  const broken = ids().filter((id) => !load(id));
  broken.forEach(remove);
  return broken.length;
}

/** Write a conversation, making room where there is none. The names of those that had to go;
    null when it could not be written at all. */
function store(conversation) {
  const { id, exchanges, title } = conversation;
  const gone = [];
  for (;;) {
    const others = all().filter((other) => other.id !== id);
    try {
      if (others.length >= MOST) throw new RangeError("too many");
      shelf.setItem(PREFIX + id, JSON.stringify({ exchanges, title }));
      return gone;
    } catch {
      if (!others.length) return null;
      remove(others.at(-1).id);
      gone.push(nameOf(others.at(-1)));
    }
  }
}
