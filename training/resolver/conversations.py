"""The conversations that the resolver learns from and is measured on.

One form for all: conversations on news that were written by hand (`shared` ones and those of
`training/data/conversations.jsonl`, which name their articles by address and their answers by
sentence numbers), everyday ones with their answers, TREC CAsT 2019 and 2020, which have none, and
CANARD's development part, whose answers are Wikipedia's words.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.text.sentences import sentence_spans

# Of the articles and questions of RealTime QA's form.
YEARS = (2022, 2023, 2024)
_OWN = Path(__file__).parents[1] / "data"
_NO_ANSWER = "I don't know."


@dataclass(frozen=True)
class Turn:
    """A question as `asked`, made `standalone` by hand, and the `answer` shown, which may be ""."""

    asked: str
    standalone: str
    answer: str


@dataclass(frozen=True)
class Conversation:
    """The turns of a conversation. `kind` is "news", "everyday", "short", "recent" (whom a
    pronoun means after two people were asked about), "things" (what else a pronoun or a bare noun
    means), "cast-2019", "cast-2020" or "canard"; `held` ones are kept for measuring.
    """

    key: str
    kind: str
    held: bool
    turns: tuple[Turn, ...]


def arguments(description: str | None) -> argparse.ArgumentParser:
    """A parser of where the conversations are: the arguments of `everything`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("data", type=Path)
    parser.add_argument("written", type=Path)
    parser.add_argument("--cast", type=Path, help="the folder of TREC CAsT's topics")
    parser.add_argument("--canard", type=Path, help="CANARD's dev.json")
    return parser


def everything(given: argparse.Namespace) -> list[Conversation]:
    """All conversations that the arguments name: of the folder `written`, our own on the articles
    of `data`, CAsT's and CANARD's.
    """
    found = [*_written(given.written), *_own(given.data)]
    if given.cast is not None:
        found += [*_cast_2019(given.cast), *_cast_2020(given.cast)]
    if given.canard is not None:
        found += _canard(given.canard)
    return found


def _written(folder: Path) -> Iterator[Conversation]:
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        sentences = {r["id"]: r["sentences"] for r in map(json.loads, lines)}
    for record in records_of(folder / "conversations.jsonl"):
        key = record["a"]
        held = int(key.split("-")[1]) % 6 == 5
        yield Conversation(key, "news", held, _turns(record["turns"], sentences[key]))


def records_of(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file, one a line."""
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def complete_questions() -> list[str]:
    """The questions that the reader learns from: none of them lacks anything."""
    return [record["q"] for record in records_of(_OWN / "questions.jsonl")]


def _own(data: Path) -> Iterator[Conversation]:
    records = list(records_of(_OWN / "conversations.jsonl"))
    texts = _texts(data, {r["u"] for r in records if "u" in r})
    for record in records:
        if "u" not in record:
            kind = record.get("set", "everyday")
            yield Conversation(record["a"], kind, False, _turns(record["turns"], ()))
        elif record["u"] in texts:
            text = texts[record["u"]]
            sentences = [text[b:e] for b, e in sentence_spans(text)]
            yield Conversation(record["a"], "news", False, _turns(record["turns"], sentences))


def _turns(records: Sequence[Mapping[str, Any]], sentences: Sequence[str]) -> tuple[Turn, ...]:
    return tuple(
        Turn(r["q"], r["r"], r["x"] if "x" in r else " ".join(sentences[s] for s in r["s"]))
        for r in records
    )


def _texts(data: Path, wanted: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for year in YEARS:
        with gzip.open(data / f"articles-{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if record["url"] in wanted:
                    found.setdefault(record["url"], record["text"].strip())
    return found


def _cast_2019(folder: Path) -> Iterator[Conversation]:
    for topics, resolved in (
        ("evaluation_topics_v1.0.json", "evaluation_topics_annotated_resolved_v1.0.tsv"),
        ("train_topics_v1.0.json", "train_topic_sample_annotated_resolved_v1.0.tsv"),
    ):
        rows = (folder / resolved).read_text(encoding="utf-8").splitlines()
        by_people = dict(row.split("\t", 1) for row in rows if "\t" in row)
        for topic in json.loads((folder / topics).read_text(encoding="utf-8")):
            key = f"{topic['number']}"
            asked = [(t["raw_utterance"], f"{key}_{t['number']}") for t in topic["turn"]]
            if all(number in by_people for _, number in asked):
                turns = tuple(Turn(raw, by_people[number], "") for raw, number in asked)
                yield Conversation(key, "cast-2019", False, turns)


def _cast_2020(folder: Path) -> Iterator[Conversation]:
    file = folder / "2020_manual_evaluation_topics_v1.0.json"
    for topic in json.loads(file.read_text(encoding="utf-8")):
        turns = tuple(
            Turn(t["raw_utterance"], t["manual_rewritten_utterance"], "") for t in topic["turn"]
        )
        held = topic["number"] % 4 == 0
        yield Conversation(str(topic["number"]), "cast-2020", held, turns)


def _canard(file: Path) -> Iterator[Conversation]:
    """CANARD (Elgohary et al., 2019): a heading of Wikipedia, then questions and answers."""
    longest: dict[str, dict[str, Any]] = {}
    rewrites: dict[str, dict[int, str]] = {}
    for record in json.loads(file.read_text(encoding="utf-8")):
        key = record["QuAC_dialog_id"]
        rewrites.setdefault(key, {})[len(record["History"])] = record["Rewrite"]
        if len(record["History"]) >= len(longest.get(key, record)["History"]):
            longest[key] = record
    for key, record in longest.items():
        said: list[str] = [*record["History"], record["Question"], ""]
        heading = ", ".join(said[:2])
        turns = [Turn(heading, heading, "")]
        for place in range(2, len(said), 2):
            if place not in rewrites[key]:
                break
            answer = "" if said[place + 1] == _NO_ANSWER else said[place + 1]
            turns.append(Turn(said[place], rewrites[key][place], answer))
        yield Conversation(key, "canard", False, tuple(turns))
