"""Whether a follow-up finds what its complete form finds.

    python -m benchmarks.conversations DATA WRITTEN [--work FOLDER] [--details FILE]

The articles of WRITTEN are indexed once, in FOLDER. Every answered turn, after the first, of the 60
conversations that are kept apart is asked twice: as the assistant makes it standalone after the
turns before, and as people made it. Counted is how often an answer quotes a sentence that answers.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from assistant import Answer, Assistant
from training.resolver import conversations
from training.resolver.conversations import Conversation


@dataclass(frozen=True)
class Found:
    """A turn as typed, as people and ours completed it, and whether each found the sentence."""

    asked: str
    people: str
    ours: str
    by_people: bool
    by_ours: bool


def main() -> None:
    parser = conversations.arguments(__doc__)
    parser.add_argument("--work", type=Path, default=Path("var/conversations"))
    parser.add_argument("--details", type=Path)
    given = parser.parse_args()
    every = conversations.everything(given)
    corpus = corpus_of(given.written, given.work)
    assistant = Assistant.open(corpus=corpus, index_dir=given.work / "index")
    found = [f for c in every if c.held for f in asked(c, assistant)]
    people, ours = sum(f.by_people for f in found), sum(f.by_ours for f in found)
    print("| answered follow-ups | by people's question | by ours | ours of people's |")
    print("|---|---|---|---|")
    print(f"| {len(found)} | {people} | {ours} | {ours / max(1, people):.3f} |")
    if given.details:
        lines = [json.dumps(vars(f), ensure_ascii=False) for f in found]
        given.details.write_text("\n".join(lines) + "\n", encoding="utf-8")


def asked(conversation: Conversation, assistant: Assistant) -> list[Found]:
    """The answered turns after the first, after the answers that people chose."""
    found = []
    before: list[tuple[str, str]] = []
    for number, turn in enumerate(conversation.turns):
        if number and turn.answer:
            ours = assistant.conversation(before).ask(turn.asked)
            people = assistant.ask(turn.standalone)
            found.append(
                Found(
                    turn.asked,
                    turn.standalone,
                    ours.standalone_question,
                    _quotes(people, turn.answer),
                    _quotes(ours, turn.answer),
                )
            )
        before.append((turn.asked, f"{turn.answer} [1]" if turn.answer else "I found no answer."))
    return found


def _quotes(answer: Answer, right: str) -> bool:
    quotes = [" ".join(c.quote.split()) for c in answer.citations]
    text = " ".join(right.split())
    return any(quote and (quote in text or text in quote) for quote in quotes)


def corpus_of(written: Path, work: Path) -> Path:
    """A corpus folder with the articles that the conversations are about, and the others."""
    corpus = work / "articles"
    corpus.mkdir(parents=True, exist_ok=True)
    file = corpus / "articles.jsonl"
    if not file.exists():
        with gzip.open(written / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for line in lines]
        rows = [
            {
                "title": r["title"],
                "text": " ".join(r["sentences"]),
                "url": r["url"],
                "date": (r["date"] or "").replace("/", "-"),
            }
            for r in records
        ]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return corpus


if __name__ == "__main__":
    main()
