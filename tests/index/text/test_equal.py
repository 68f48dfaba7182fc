"""An archive that grew by updates answers as one that was built at once."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from newsroom import PLACES, Newsroom

from index import Embedder, Generation
from index.article import article_id
from index.generations import publish
from index.reading.corpus import read_corpus

_ARTICLES = 60
_QUESTIONS = (
    "What did Healey say about NATO?",
    "When was the bridge at Amber opened?",
    "How many villagers were rescued in Dover?",
    "Who criticised the minister for defence?",
    "Juniper",
)


def story(number: int, sentences: list[str], chance: random.Random) -> str:
    """An article of sentences of the seed article and of some that only a few others have."""
    place, other = chance.sample(PLACES, 2)
    own = [
        f"The bridge at {place} was opened by {chance.choice(sentences).split()[0]} of {other}.",
        f"Some {chance.randint(10, 99)} villagers were rescued in {place} on day {number}.",
        f"The minister of {other} criticised {place} over its {chance.choice(PLACES)} defence.",
    ]
    text = chance.sample(sentences, chance.randint(1, 3)) + own
    chance.shuffle(text)
    date = f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return f"---\ndate: {date}\n---\n{place} and {other}, report {number}\n{' '.join(text)}"


def by_words(generation: Generation, question: str) -> list[tuple[float, str, int]]:
    return sorted(
        (-round(score, 4), p.article_id, p.start)
        for p, score in generation.search_terms(question, 500)
    )


def by_vectors(
    generation: Generation, embedder: Embedder, question: str
) -> dict[tuple[str, int], float]:
    found = generation.search_vectors(embedder.question(question), 500)
    return {(p.article_id, p.start): score for p, score in found}


def grow(room: Newsroom, seed: int, sentences: list[str]) -> None:
    """Sixty articles in ten updates; meanwhile some are changed and some removed."""
    chance = random.Random(seed)
    stories = [story(number, sentences, chance) for number in range(_ARTICLES)]
    for step in range(10):
        for number in range(step * 6, step * 6 + 6):
            room.write(f"{number}.md", stories[number])
        there = sorted(path.name for path in room.corpus.iterdir())
        for name in chance.sample(there, 2):
            if chance.random() < 0.5:
                (room.corpus / name).unlink()
            else:
                room.write(name, story(1000 + step, sentences, chance))
        room.builder.update()


def check_equal(grown: Generation, built: Generation, embedder: Embedder) -> None:
    assert grown.manifest.articles == built.manifest.articles
    assert grown.manifest.passages == built.manifest.passages
    for question in _QUESTIONS:
        assert by_words(grown, question) == by_words(built, question)
        one, other = (by_vectors(g, embedder, question) for g in (grown, built))
        assert one.keys() == other.keys()
        assert np.allclose([one[key] for key in one], [other[key] for key in one], atol=1e-3)
    for number in range(_ARTICLES):
        id_ = article_id(f"{number}.md")
        assert set(grown.other_versions(id_)) == set(built.other_versions(id_))


def test_ten_updates_with_removals_answer_as_one_build(
    tmp_path: Path, embedder: Embedder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    sentences = read_corpus(root / "seeds").articles[0].text.replace("\n", " ").split(". ")
    sentences = [f"{s.strip().rstrip('.')}." for s in sentences if s.strip()]
    folded, spread, once = (Newsroom(tmp_path / name, embedder) for name in ("f", "s", "o"))
    grow(folded, seed, sentences)
    for room in (spread, once):  # saves the time of embedding
        room.index_dir.mkdir(parents=True)
        shutil.copy(folded.index_dir / publish.LEDGER, room.index_dir)
    (once.folder / "corpus").symlink_to(folded.corpus)
    once.builder.build()
    # So small an archive would never be in several segments.
    monkeypatch.setattr("index.generations.fold._SMALL", 0)
    monkeypatch.setattr("index.generations.fold._RATIO", 0)
    grow(spread, seed, sentences)
    built = once.open()
    for room, segments in ((folded, 1), (spread, 4)):
        grown = room.open()
        assert len(grown.manifest.segments) >= segments
        check_equal(grown, built, embedder)
        grown.close()
    built.close()
