"""Gather what the reader learns from, and what it is measured on.

    python -m training.gather DATA WRITTEN OUT [--own FILE ...]

DATA is a folder of RealTime QA's form (`benchmarks/realtimeqa.py`); WRITTEN holds questions that
were written by hand on its articles of 2022 and 2023 (`questions.jsonl`, `articles.jsonl.gz`,
`conversations.jsonl`, `changes.jsonl`, `pairs.jsonl.gz`); each `--own` file has more of them, by
the article's address. OUT gets `train.jsonl.gz`, and for measuring `written.jsonl.gz` (articles
whose number ends in 9), `quiz.jsonl.gz` (questions of 2024 that the benchmarks hold back) and
`fresh.jsonl.gz` (own questions on 2024).

Wrong passages are BM25's of other articles. Where one of them has the short answer's words, its
sentence counts as neither right nor wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import bm25s
import Stemmer

from assistant.evaluation.measures import holds
from assistant.evidence.pairs import aged
from index.article import Article, article_id
from index.text.passages import cut_passages
from index.text.sentences import sentence_spans
from training import groups
from training.groups import RIGHT, UNKNOWN, WRONG, Candidate, Group
from training.resolver.conversations import YEARS, records_of

_SEED = 3
# As long as the product's passages.
_PASSAGE_WORDS = 150
# How many of BM25's passages a written question and a quiz question are given.
_OTHERS, _QUIZ = 10, 24
# A reader seldom types the day; in training the age of a passage is told so often.
_DATED = 0.6


@dataclass(frozen=True)
class _Story:
    url: str
    title: str
    date: str | None
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class _Written:
    """A question on a story, or on two of one subject, with the sentences that answer it."""

    question: str
    stories: tuple[_Story, ...]
    right: tuple[tuple[int, int], ...]  # (story, sentence)
    short: str | None
    source: str
    key: str
    asked_on: dt.date | None = None
    short_at: tuple[int, int] | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("written", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    archive = {year: _Archive.of(given.data, year) for year in YEARS}
    rng = random.Random(_SEED)
    written = list(_written(given.written)) + [
        w for file in given.own for w in _own(file, archive.values())
    ]
    learned: list[Group] = []
    kept: list[Group] = []
    fresh: list[Group] = []
    for one, group in zip(written, _groups(written, archive, rng), strict=True):
        if one.source == "fresh":
            fresh.append(group)
        else:
            (kept if is_held(one.key) else learned).append(group)
    quiz = [group for year in YEARS for group in _quiz(given.data, year, archive[year])]
    learned += [g for g in quiz if g.source.endswith("open")]
    held = [g for g in quiz if g.source == "quiz-2024-held"]
    for name, found in (("train", learned), ("written", kept), ("quiz", held), ("fresh", fresh)):
        print(name, groups.write(found, given.out / f"{name}.jsonl.gz"), flush=True)


def is_held(key: str) -> bool:
    """Whether an article is kept apart: its number ends in 9."""
    return key.endswith("9")


class _Archive:
    """A year's passages, and BM25 over them."""

    def __init__(self, stories: dict[str, _Story], passages: list[tuple[str, list[str]]]) -> None:
        self.stories = stories
        self.passages = passages
        self.of_story: dict[str, list[int]] = defaultdict(list)
        for row, (url, _) in enumerate(passages):
            self.of_story[url].append(row)
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        texts = [f"{stories[url].title}. {' '.join(sentences)}" for url, sentences in passages]
        self._index.index(self._terms(texts), show_progress=False)

    @staticmethod
    def of(data: Path, year: int) -> _Archive:
        """The archive of `year`."""
        stories: dict[str, _Story] = {}
        passages = []
        with gzip.open(data / f"articles-{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                url, text = record["url"], record["text"].strip()
                if not text or url in stories:
                    continue
                title = record["title"] or ""
                for passage in cut_passages(Article(article_id(url), title, text, url)):
                    spans = sentence_spans(passage.text)
                    passages.append((url, [passage.text[b:e] for b, e in spans]))
                sentences = tuple(text[b:e] for b, e in sentence_spans(text))
                stories[url] = _Story(url, title, record["date"], sentences)
        print(year, len(stories), "articles", len(passages), "passages", flush=True)
        return _Archive(stories, passages)

    def best(self, questions: Sequence[str], count: int) -> list[list[tuple[int, float]]]:
        """For each question its `count` best passages, with their scores."""
        rows, scores = self._index.retrieve(
            self._terms(questions), k=count, show_progress=False, n_threads=1
        )
        return [
            list(zip(map(int, r), map(float, s), strict=True))
            for r, s in zip(rows, scores, strict=True)
        ]

    def _terms(self, texts: Sequence[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


def _written(folder: Path) -> Iterator[_Written]:
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        stories = {r["id"]: _story(r, "sentences") for r in map(json.loads, lines)}
    for r in records_of(folder / "questions.jsonl"):
        yield _on_one(r["q"], stories[r["a"]], r["s"], r.get("t"), _kind(r["a"]), r["a"])
    for r in records_of(folder / "conversations.jsonl"):
        for turn in r["turns"]:
            yield _on_one(turn["r"], stories[r["a"]], turn["s"], None, "conversation", r["a"])
    with gzip.open(folder / "pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        pairs = {
            r["id"]: (_story(r["newer"], "s"), _story(r["older"], "s"))
            for r in map(json.loads, lines)
        }
    for r in records_of(folder / "changes.jsonl"):
        right = tuple(("AB".index(s[0]), int(s[1:])) for s in r["s"])
        day = dt.date.fromisoformat(r["now"])
        yield _Written(r["q"], pairs[r["p"]], right, r.get("t"), "change", r["p"], day)


def _own(file: Path, archives: Iterable[_Archive]) -> Iterator[_Written]:
    every = list(archives)
    for r in records_of(file):
        story = next((a.stories[r["u"]] for a in every if r["u"] in a.stories), None)
        if story is None:
            continue
        # As much of the article as whoever wrote the question saw.
        seen = replace(story, sentences=story.sentences[: r["n"]])
        right = tuple((0, s) for s in r["s"])
        short_at = tuple(r["t"]) if "t" in r else None
        yield _Written(r["q"], (seen,), right, None, r["set"], r["a"], short_at=short_at)


def _on_one(
    question: str, story: _Story, right: Sequence[int], short: str | None, source: str, key: str
) -> _Written:
    return _Written(question, (story,), tuple((0, s) for s in right), short, source, key)


def _kind(key: str) -> str:
    return "hard" if int(key.split("-")[0]) >= 9 else "plain"


def _groups(
    written: Sequence[_Written], archive: dict[int, _Archive], rng: random.Random
) -> Iterator[Group]:
    found: dict[int, list[tuple[int, float]]] = {}
    # One year's archive is enough to find wrong passages in; the fresh questions are of 2024.
    years = [2024 if w.source == "fresh" else rng.choice((2022, 2023)) for w in written]
    for year in YEARS:
        rows = [row for row, of in enumerate(years) if of == year]
        best = archive[year].best([written[row].question for row in rows], _QUIZ)
        found.update(zip(rows, best, strict=True))
    for row, one in enumerate(written):
        yield _group(one, archive[years[row]], [at for at, _ in found[row]], rng)


def _group(one: _Written, archive: _Archive, others: Sequence[int], rng: random.Random) -> Group:
    day = one.asked_on
    if day is None and rng.random() < _DATED and one.stories[0].date:
        day = dt.date.fromisoformat(one.stories[0].date.replace("/", "-")) + dt.timedelta(
            days=rng.choice((0, 1, 3, 8, 20, 90, 500))
        )
    own = []
    short = one.short
    for number, story in enumerate(one.stories):
        right = {s for n, s in one.right if n == number}
        first = next((s for n, s in one.right if n == number), None)
        for run in _runs(story.sentences):
            spans = []
            if first in run and one.right[0][0] == number:
                text = story.sentences[first]
                place = one.short_at or _find(text, one.short)
                if place is not None:
                    spans = [(run.index(first), *place)]
                    short = text[place[0] : place[1]]
            labels = tuple(RIGHT if s in right else WRONG for s in run)
            sentences = tuple(story.sentences[s] for s in run)
            title = aged(story.title, story.date, day)
            own.append(Candidate(title, sentences, labels, tuple(spans), own=True))
    urls, titles = {s.url for s in one.stories}, {s.title for s in one.stories}
    wrong = []
    for at in others:
        url, others_own = archive.passages[at]
        story = archive.stories[url]
        if url in urls or story.title in titles:
            continue
        known = short is not None and len(short) > 2
        labels = tuple(UNKNOWN if known and holds(s, [short or ""]) else WRONG for s in others_own)
        wrong.append(Candidate(aged(story.title, story.date, day), tuple(others_own), labels))
        if len(wrong) == (_QUIZ if one.source == "fresh" else _OTHERS):
            break
    return Group(one.question, one.source, one.key, (*own, *wrong))


def _quiz(data: Path, year: int, archive: _Archive) -> Iterator[Group]:
    records = list(records_of(data / f"questions-{year}.jsonl"))
    texts = {url: f"{s.title} {' '.join(s.sentences)}" for url, s in archive.stories.items()}
    quotable = [r for r in records if any(holds(texts.get(u, ""), r["answer"]) for u in r["docs"])]
    found = archive.best([r["question"] for r in quotable], _QUIZ)
    for number, (record, best) in enumerate(zip(quotable, found, strict=True)):
        part = "open" if number % 2 else "held"
        rows = [at for at, _ in best]
        if part == "open":
            # What BM25 misses can still be learned from.
            rows += [
                at
                for url in record["docs"]
                for at in archive.of_story.get(url, ())
                if holds(" ".join(archive.passages[at][1]), record["answer"]) and at not in rows
            ][:6]
        day = dt.date.fromisoformat(record["date"].replace("/", "-"))
        candidates = []
        for at in rows:
            url, sentences = archive.passages[at]
            story = archive.stories[url]
            labels = tuple(RIGHT if holds(s, record["answer"]) else WRONG for s in sentences)
            spans = tuple(
                (n, *span)
                for n, s in enumerate(sentences)
                for answer in record["answer"]
                if (span := _find(s, answer)) is not None
            )
            title = aged(story.title, story.date, day)
            candidates.append(Candidate(title, tuple(sentences), labels, spans))
        yield Group(
            record["question"], f"quiz-{year}-{part}", f"quiz-{year}-{number}",
            tuple(candidates), tuple(record["answer"]),
        )  # fmt: skip


def _runs(sentences: Sequence[str]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    words = 0
    for row, sentence in enumerate(sentences):
        count = len(sentence.split())
        if runs[-1] and words + count > _PASSAGE_WORDS:
            runs.append([])
            words = 0
        runs[-1].append(row)
        words += count
    return runs


def _find(text: str, wanted: str | None) -> tuple[int, int] | None:
    if not wanted:
        return None
    at = text.lower().find(wanted.lower())
    return (at, at + len(wanted)) if at >= 0 else None


def _story(record: dict[str, Any], sentences: str) -> _Story:
    return _Story(record["url"], record["title"], record["date"], tuple(record[sentences]))


if __name__ == "__main__":
    main()
