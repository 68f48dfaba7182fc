"""Near-duplicates in a news archive: time, what is found, and how often rightly.

    python -m benchmarks.duplicates FOLDER

FOLDER holds dumps of articles, `*.jsonl.gz`, a JSON object a line with url, title, date and text.
Pairs of articles were read and judged by hand (`data/duplicates.jsonl`, by address alone); and
versions of real articles are made in ways whose right answer is known.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.questions import DATA
from index.article import Article, article_id
from index.text.duplicates import Member, Pair, compare_similar
from index.text.passages import Passage, cut_passages
from index.text.signatures import signature, similar
from index.text.stories import stories

MADE = 300


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    articles = list(read_dumps(Path(sys.argv[1])))
    pairs = archive(articles)
    print()
    judged(articles, pairs)
    print()
    made(articles, random.Random(1))


def read_dumps(folder: Path) -> Iterator[Article]:
    """The articles of every dump in `folder`, in order."""
    for file in sorted(folder.glob("articles-*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                found = json.loads(line)
                path = f"{file.name}:{number}"
                date = (found["date"] or "").replace("/", "-") or None
                yield Article(
                    article_id(path), found["title"], found["text"], path, date, url=found["url"]
                )


def archive(articles: list[Article]) -> list[Pair]:
    """Compare all articles, print how long each step took and what came of it."""
    ids = [article.id for article in articles]
    by_id = {article.id: article for article in articles}
    all_rows = np.arange(len(articles))
    rows: list[tuple[str, str]] = [("articles", f"{len(articles):,}")]

    start = time.perf_counter()
    signatures = np.stack([signature(article.text) for article in articles])
    seconds = time.perf_counter() - start
    rows.append(("signatures", f"{seconds:.1f} s, {len(articles) / seconds:,.0f} articles/s"))
    for fresh in (all_rows, all_rows[:100], all_rows[:1]):
        start = time.perf_counter()
        similar(signatures, fresh)
        seconds = time.perf_counter() - start
        rows.append((f"similar pairs, {len(fresh):,} fresh", f"{seconds:.2f} s"))
    start = time.perf_counter()
    pairs = list(
        compare_similar(
            ids, signatures, all_rows, lambda name: (by_id[name], cut_passages(by_id[name]))
        )
    )
    rows.append(("pairs compared, cutting included", f"{time.perf_counter() - start:.1f} s"))
    start = time.perf_counter()
    found = stories((Member.of(article) for article in articles), pairs)
    rows.append(("stories", f"{time.perf_counter() - start:.2f} s"))
    rows += [
        ("pairs", f"{len(pairs):,}"),
        ("pairs of one story", f"{sum(pair.one_story for pair in pairs):,}"),
        ("stories with several versions", f"{len(set(found.versions.values())):,}"),
        ("articles in them", f"{len(found.versions):,}"),
        ("passages left out", f"{len(found.shown_by):,}"),
    ]
    print("| the archive | |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")
    return pairs


def judged(articles: list[Article], pairs: list[Pair]) -> None:
    """Hold the pairs of one story against the judgements."""
    ids = {article.url: article.id for article in articles}
    said = {frozenset((pair.older, pair.newer)) for pair in pairs if pair.one_story}
    counts = dict.fromkeys([(True, True), (True, False), (False, True), (False, False)], 0)
    for line in (DATA / "duplicates.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if all(url in ids for url in label["urls"]):
            decided = frozenset(ids[url] for url in label["urls"]) in said
            counts[decided, label["one_story"]] += 1
    print("| judged pairs | one story | not |\n|---|---|---|")
    for decided, name in ((True, "taken for one story"), (False, "not")):
        print(f"| {name} | {counts[decided, True]} | {counts[decided, False]} |")


@dataclass(frozen=True)
class Made:
    """A way to make another version of an article, and whether it is still the same story."""

    name: str
    change: Callable[[Article, Article, random.Random], Article]
    same: bool


def made(articles: list[Article], chance: random.Random) -> None:
    """Make versions of articles, print which were recognised and which passages left out."""
    long = [article for article in articles if 300 <= len(article.text.split()) <= 3000]
    chosen = chance.sample(long, min(MADE, len(long)))
    others = chance.sample(long, len(chosen))
    print("| made version | similar | one story | passages left out | with a number not kept |")
    print("|---|---|---|---|---|")
    for way in WAYS:
        similar_pairs = one_story = passages = left_out = wrong = 0
        for article, other in zip(chosen, others, strict=True):
            version = replace(way.change(article, other, chance), id="made", path="zzz", url=None)
            pair = _compared(version, article)
            older = cut_passages(version if pair and pair.older == version.id else article)
            passages += len(older)
            if pair is not None:
                similar_pairs += 1
                one_story += pair.one_story
                left_out += len(pair.said_again)
                newer = article if pair.newer == article.id else version
                wrong += sum(
                    not _numbers(older[position].text) <= _numbers(newer.text)
                    for position, _ in pair.said_again
                )
        count = len(chosen)
        kind = "same" if way.same else "another"
        print(
            f"| {way.name} ({kind} story) | {similar_pairs / count:.1%} | {one_story / count:.1%} "
            f"| {left_out / passages:.1%} | {wrong} |"
        )


def _compared(one: Article, other: Article) -> Pair | None:
    by_id = {article.id: article for article in (one, other)}
    signatures = np.stack([signature(article.text) for article in by_id.values()])

    def load(name: str) -> tuple[Article, list[Passage]]:
        return by_id[name], cut_passages(by_id[name])

    return next(compare_similar(list(by_id), signatures, [0], load), None)


_NUMBER = re.compile(r"\d+")


def _numbers(text: str) -> set[str]:
    """The numbers of `text`, without a picture gallery's counters, which tell nothing."""
    return set(_NUMBER.findall(re.sub(r"Caption \d+ of \d+", "", text)))


def _paragraphs(article: Article) -> list[str]:
    return [text for text in article.text.split("\n\n") if text.strip()]


def _agency(article: Article, other: Article, chance: random.Random) -> Article:
    """The first paragraph is another one, and the headline is made from what follows it."""
    rest = _paragraphs(article)[1:]
    lead = f"NEW YORK (AP) — {_paragraphs(other)[0]}"
    title = " ".join(" ".join(rest).split()[:9])
    return replace(article, title=title, text="\n\n".join([lead, *rest]), source="Another outlet")


def _grown(article: Article, other: Article, chance: random.Random) -> Article:
    paragraphs, more = _paragraphs(article), _paragraphs(other)
    for text in more[: len(paragraphs) // 2]:
        paragraphs.insert(chance.randrange(len(paragraphs) + 1), text)
    return replace(article, text="\n\n".join(paragraphs), published=_later(article, 1))


def _cut(article: Article, other: Article, chance: random.Random) -> Article:
    paragraphs = _paragraphs(article)
    return replace(article, text="\n\n".join(paragraphs[: max(1, len(paragraphs) // 2)]))


def _reordered(article: Article, other: Article, chance: random.Random) -> Article:
    first, *rest = _paragraphs(article)
    chance.shuffle(rest)
    return replace(article, text="\n\n".join([first, *rest]), published=_later(article, 1))


def _edited(article: Article, other: Article, chance: random.Random) -> Article:
    """A fifth of the paragraphs lose their last word but one, as an editor tightens them."""
    paragraphs = [
        re.sub(r" \w+ (\S+)\Z", r" \1", text) if chance.random() < 0.2 else text
        for text in _paragraphs(article)
    ]
    return replace(article, text="\n\n".join(paragraphs), published=_later(article, 1))


def _new_numbers(article: Article, other: Article, chance: random.Random) -> Article:
    """A risen toll: a third of the numbers become others that the article does not have."""
    text = _NUMBER.sub(
        lambda found: f"{int(found[0]) % 10**6 + 7919}" if chance.random() < 1 / 3 else found[0],
        article.text,
    )
    return replace(article, text=text, published=_later(article, 1))


def _template(article: Article, other: Article, chance: random.Random) -> Article:
    """The same form a week later: all numbers are new, and half of the names."""
    text = _NUMBER.sub(lambda found: f"{int(found[0]) % 10**6 + 7919}", article.text)
    text = re.sub(
        r"(?<=[a-z,] )[A-Z]\w+",
        lambda found: found[0][::-1].title() if chance.random() < 0.5 else found[0],
        text,
    )
    return replace(article, text=text, published=_later(article, 7))


def _later(article: Article, days: int) -> str | None:
    if article.published is None:
        return None
    return str(np.datetime64(article.published) + np.timedelta64(days, "D"))


WAYS = (
    Made("another headline, dateline and lead", _agency, True),
    Made("half as many paragraphs added", _grown, True),
    Made("cut to the first half", _cut, True),
    Made("paragraphs reordered", _reordered, True),
    Made("a word dropped in a fifth of the paragraphs", _edited, True),
    Made("a third of the numbers changed", _new_numbers, True),
    Made("numbers and half of the names changed, a week later", _template, False),
)


if __name__ == "__main__":
    main()
