"""Whether "what did X say about Y?" finds X's words, and refuses when there are none.

    python -m benchmarks.statements DATA_FOLDER [INDEX_DIR]

The questions are made from real articles without the assistant's own rules: a quotation that is
followed at once by a full name and "said" or "told" is that person's, and what it shares with the
sentence before it is what it is about. Of the traps, half ask people who speak about something
that no article naming them mentions, half ask people who are named, never near a verb of saying.
INDEX_DIR is a published index of some of the folder's articles of 2022, with their addresses;
without it one of 300 is built, which takes minutes.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from assistant import Answer, Assistant
from assistant.answer import Citation
from benchmarks.questions import DATA

YEAR = 2022
ARTICLES = 300
QUESTIONS = 70
TRAPS = 30
JUDGED = DATA / "statements_judged.jsonl"
_NAME = r"[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]{3,}"
_GOLD = re.compile(
    rf"[“\"]([^“”\"\n]{{40,400}}),[”\"] (?:(?P<a>{_NAME}) (?:said|told)|said (?P<b>{_NAME}))"
    r"\b(?! [A-Z])"
)
_WORD = re.compile(r"[A-Za-z][a-z]{4,}")
_SAYING = re.compile(r"\b(?:s[ao]y|said|told|tell|add|according|wr[io]te|announc|call|tweet|ask)")


@dataclass(frozen=True)
class Told:
    """Somebody's quotation at `start` to `end` of the article at `url`, and its topic."""

    url: str
    name: str
    start: int
    end: int
    topic: str

    @property
    def question(self) -> str:
        """The question that it answers."""
        return f"What did {self.name.split()[-1]} say about {self.topic}?"


def main() -> None:
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as scratch:
        if len(sys.argv) > 2:
            assistant = Assistant.open(corpus=folder, index_dir=Path(sys.argv[2]))
        else:
            corpus = Path(scratch) / "corpus"
            corpus.mkdir()
            _cut(folder, corpus / "articles.jsonl.gz")
            assistant = Assistant.open(corpus=corpus, index_dir=Path(scratch) / "index")
        run(assistant)


def run(assistant: Assistant) -> dict[str, tuple[int, int]]:
    """Ask everything and print the table; gives (right, asked) by row."""
    texts = _texts(assistant)
    told = gold(texts)[:QUESTIONS]
    rows: dict[str, list[bool]] = {}
    times = []
    shown: list[dict[str, object]] = []
    for one in told:
        start = time.perf_counter()
        answer = assistant.ask(one.question)
        times.append(1000 * (time.perf_counter() - start))
        rows.setdefault("answered", []).append(answer.answered)
        rows.setdefault("the quotation itself is cited", []).append(_cites(answer, one, texts))
        shown += [_shown(one.question, c) for c in answer.citations]
    for row, questions in traps(texts, told).items():
        for question in questions:
            rows.setdefault(row, []).append(not assistant.ask(question).answered)
    print("| statements | right | of | share |\n|---|---|---|---|")
    for row, held in rows.items():
        print(f"| {row} | {sum(held)} | {len(held)} | {sum(held) / len(held):.1%} |")
    judged = _judged()
    known = [judged[key] for s in shown if (key := _key(s)) in judged]
    if known:
        print(
            f"| shown sentences, judged by hand | {sum(known)} | {len(known)} | "
            f"{sum(known) / len(known):.1%} |"
        )
    print(f"\nmedian {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms")
    if "--shown" in sys.argv:
        for s in shown:
            print(json.dumps(s))
    return {row: (sum(held), len(held)) for row, held in rows.items()}


def gold(texts: dict[str, str]) -> list[Told]:
    """The quotations with a speaker and a topic, at most two an article, always in one order."""
    spread = Counter(word for text in texts.values() for word in _content(text))
    found = []
    for url, text in sorted(texts.items()):
        heard: set[str] = set()
        for match in _GOLD.finditer(text):
            quote = _content(match.group(1))
            before = _content(text[max(0, match.start() - 250) : match.start()])
            topics = [w for w in quote & before if 2 <= spread[w] <= len(texts) // 10]
            name = match.group("a") or match.group("b")
            topics = [w for w in topics if w not in name.lower()]
            if topics and name not in heard and len(heard) < 2:
                heard.add(name)
                topic = min(topics, key=lambda w: (spread[w], w))
                found.append(Told(url, name, match.start(), match.end(), topic))
    return random.Random(0).sample(found, len(found))


def traps(texts: dict[str, str], told: list[Told]) -> dict[str, list[str]]:
    """Questions that nothing answers, by their sort."""
    speaks_not_about = []
    for i, one in enumerate(told):
        surname = one.name.split()[-1]
        own = " ".join(text for text in texts.values() if surname in text).lower()
        topic = told[(i + 7) % len(told)].topic
        if topic[:5] not in own:
            speaks_not_about.append(f"What did {surname} say about {topic}?")
    silent: list[str] = []
    every = "\n\n".join(texts.values())
    names = Counter(re.findall(_NAME, every))
    for name, count in sorted(names.items()):
        surname = name.split()[-1]
        if 2 <= count <= 6 and every.count(surname) <= 8:
            around = " ".join(
                every[max(0, m.start() - 150) : m.end() + 150] for m in re.finditer(surname, every)
            )
            if not _SAYING.search(around) and not re.search(r"[“”\"]", around):
                silent.append(f"What did {name} say?")
    chosen = random.Random(1).sample(silent, min(TRAPS, len(silent)))
    return {
        "refused: X does not speak of Y": speaks_not_about[:TRAPS],
        "refused: X is named, and does not speak": chosen,
    }


def _texts(assistant: Assistant) -> dict[str, str]:
    with assistant._engines.current() as engine:
        articles = engine.generation.store.newest(10_000)
    return {a.url or a.path: a.text for a in articles}


def _content(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _cites(answer: Answer, one: Told, texts: dict[str, str]) -> bool:
    """Whether a citation lies in the paragraph of the quotation."""
    text = texts[one.url]
    begins = text.rfind("\n", 0, one.start) + 1
    ends = text.find("\n", one.end)
    ends = len(text) if ends < 0 else ends
    return any((c.url or c.path) == one.url and begins <= c.start < ends for c in answer.citations)


def _shown(question: str, citation: Citation) -> dict[str, object]:
    address = citation.url or citation.path
    return {"question": question, "url": address, "start": citation.start, "end": citation.end}


def _key(shown: dict[str, object]) -> tuple[object, ...]:
    return tuple(shown[part] for part in ("question", "url", "start", "end"))


def _judged() -> dict[tuple[object, ...], bool]:
    if not JUDGED.exists():
        return {}
    lines = JUDGED.read_text("utf-8").splitlines()
    return {_key(record): bool(record["right"]) for record in map(json.loads, lines)}


def _cut(folder: Path, to: Path) -> None:
    """A random part of the year's articles, always the same."""
    with gzip.open(folder / f"articles-{YEAR}.jsonl.gz", "rt", encoding="utf-8") as lines:
        every = [line for line in lines if json.loads(line)["text"].strip()]
    with gzip.open(to, "wt", encoding="utf-8") as out:
        out.writelines(random.Random(1).sample(every, ARTICLES))


if __name__ == "__main__":
    main()
