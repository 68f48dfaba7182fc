/* An answer with its sources to the clipboard: as plain text, as Markdown, or as HTML that a
   word processor takes. What the page shows is read; nothing is asked of the server. */

/** What is copied of a source: its number, quotation, headline, byline and address. */
function sourceOf(link) {
  const item = document.getElementById(link.hash.slice(1));
  if (!item) return null;
  return {
    number: link.textContent.replace(/\D/g, ""),
    quote: item.querySelector("mark")?.textContent.trim().replace(/\s+/g, " ") ?? "",
    title: item.querySelector("h3")?.textContent.trim() ?? "",
    byline: item.querySelector(".byline")?.textContent.trim() ?? "",
    address: item.querySelector("a.original")?.href ?? "",
  };
}

/** The paragraphs of an answer as { text, strong }, the markers in them as "[1]". */
function saidIn(answer) {
  return [...answer.querySelectorAll(".direct, .words p")].map((p) => ({
    text: p.textContent.replace(/\s*\[(\d+)\]/g, " [$1]").trim(),
    strong: p.matches(".direct"),
  }));
}

function copied(answer) {
  const links = [...answer.querySelectorAll(".direct a.cite, .words a.cite")];
  const found = new Map(links.map((link) => [link.hash, sourceOf(link)]));
  return { said: saidIn(answer), sources: [...found.values()].filter(Boolean) };
}

const origin = (source) => [source.title, source.byline].filter(Boolean).join(" · ");
const inMarkdown = (text) => text.replace(/([\\`*_{}[\]<>#|])/g, "\\$1");
const inHtml = (text) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const forms = {
  text({ said, sources }) {
    const lines = sources.map((s) =>
      [`[${s.number}] ${origin(s)}`, s.address].filter(Boolean).join("\n"));
    return [...said.map((p) => p.text), ...lines].join("\n\n");
  },
  markdown({ said, sources }) {
    const cited = (text) => inMarkdown(text).replace(/\\\[(\d+)\\\]/g, "[^$1]");
    const lines = sources.map((s) => {
      const named = inMarkdown(origin(s));
      return `[^${s.number}]: “${inMarkdown(s.quote)}” ${named}${s.address ? `, <${s.address}>` : ""}`;
    });
    return [...said.map((p) => (p.strong ? `**${cited(p.text)}**` : cited(p.text))), ...lines]
      .join("\n\n");
  },
  html({ said, sources }) {
    const tag = (p) => (p.strong ? `<p><strong>${inHtml(p.text)}</strong></p>` : `<p>${inHtml(p.text)}</p>`);
    const item = (s) => {
      const named = inHtml(origin(s));
      const linked = s.address ? `<a href="${inHtml(s.address)}">${named}</a>` : named;
      return `<p>[${inHtml(s.number)}] ${linked}</p>`;
    };
    return [...said.map(tag), ...sources.map(item)].join("\n");
  },
};

const labels = { text: "Text", markdown: "Markdown", html: "HTML" };

/** HTML goes as what it looks like where the clipboard takes that, and as its source elsewhere. */
async function copyAs(name, parts) {
  const made = forms[name](parts);
  if (name === "html" && window.ClipboardItem && navigator.clipboard?.write) {
    const kinds = { "text/html": made, "text/plain": forms.text(parts) };
    const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      // as text, then
    }
  }
  return copy(made);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("#chat .act.copy");
  if (!button) return;
  const done = await copyAs(button.name, copied(button.closest(".answer")));
  button.focus({ preventScroll: true });
  say(done ? "The answer is copied." : "The browser does not let the page copy.");
  if (!done) return;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = labels[button.name]), 2500);
});
