"""Articles and questions of RealTime QA, from a folder that holds them.

The folder holds `articles-YYYY.jsonl.gz` (an object a line with `url`, `title`, `text`) and
`questions-YYYY.jsonl` (`question`, and in `docs` the addresses that a web search gave for it: a
weak label of what is relevant).
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Article
from index.article import article_id
from index.text.passages import Passage, cut_passages


@dataclass(frozen=True)
class Asked:
    """A question and the addresses of the articles that may answer it."""

    question: str
    docs: frozenset[str]


def read_articles(folder: Path, year: int) -> list[Article]:
    """The articles of `year` that have a text, in the file's order; `path` is the address."""
    with gzip.open(folder / f"articles-{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Article(article_id(r["url"]), r["title"] or "Untitled", r["text"].strip(), r["url"])
        for r in records
        if r["text"].strip()
    ]


def read_questions(folder: Path, year: int) -> list[Asked]:
    """The questions of `year`."""
    with (folder / f"questions-{year}.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Asked(str(r["question"]), frozenset(r["docs"])) for r in records]


def sample(
    articles: Sequence[Article], questions: Sequence[Asked], count: int, docs: int = 3
) -> tuple[list[Article], list[Asked]]:
    """About `count` articles, and the questions that they may answer.

    Questions are drawn at random, always the same, and up to `docs` of each one's articles are
    taken, so that many questions share few articles.
    """
    by_address = {article.path: article for article in articles}
    drawn = random.Random(0).sample(list(questions), len(questions))
    taken: dict[str, Article] = {}
    for asked in drawn:
        found = sorted(asked.docs & by_address.keys())[:docs]
        taken.update((address, by_address[address]) for address in found)
        if len(taken) >= count:
            break
    chosen = list(taken.values())[:count]
    kept = {article.path for article in chosen}
    return chosen, [asked for asked in questions if asked.docs & kept]


def titled_passages(articles: Sequence[Article]) -> list[tuple[Passage, str]]:
    """The passages of `articles`, each with the text that is embedded for it."""
    return [
        (passage, f"{article.title}\n{passage.text}")
        for article in articles
        for passage in cut_passages(article)
    ]
