"""An archive that grew by updates answers as one that was built at once."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest
from newsroom import PLACES, Newsroom

from index import Embedder, Generation, publish
from index.article import article_id
from index.reading import read_corpus

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


@pytest.mark.parametrize("folding", [True, False])
def test_ten_updates_with_removals_answer_as_one_build(
    tmp_path: Path,
    embedder: Embedder,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    folding: bool,
) -> None:
    if not folding:  # so small an archive would never be in several segments
        monkeypatch.setattr("index.fold._SMALL", 0)
        monkeypatch.setattr("index.fold._RATIO", 0)
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    sentences = read_corpus(root / "seeds").articles[0].text.replace("\n", " ").split(". ")
    sentences = [f"{s.strip().rstrip('.')}." for s in sentences if s.strip()]
    room = Newsroom(tmp_path / "grown", embedder)
    stories = {f"{n}.md": story(n, sentences, chance) for n in range(_ARTICLES)}
    waiting = list(stories)
    for step in range(10):
        for name in waiting[step * 6 : step * 6 + 6]:
            room.write(name, stories[name])
        there = sorted(path.name for path in room.corpus.iterdir())
        for name in chance.sample(there, 2):
            if chance.random() < 0.5:
                (room.corpus / name).unlink()
            else:
                room.write(name, story(1000 + step, sentences, chance))
        room.builder.update()
    once = Newsroom(tmp_path / "once", embedder)
    (tmp_path / "once").mkdir()
    (once.folder / "corpus").symlink_to(room.corpus)
    once.index_dir.mkdir()
    shutil.copy(room.index_dir / publish.LEDGER, once.index_dir)  # to save the time of embedding
    once.builder.build()
    grown, built = room.open(), once.open()
    assert (len(grown.manifest.segments) > 3) is not folding
    assert grown.manifest.articles == built.manifest.articles
    assert grown.manifest.passages == built.manifest.passages
    for question in _QUESTIONS:
        assert by_words(grown, question) == by_words(built, question)
        one, other = (by_vectors(g, embedder, question) for g in (grown, built))
        assert one.keys() == other.keys()
        assert np.allclose([one[key] for key in one], [other[key] for key in one], atol=1e-3)
    for name in stories:
        versions = [{a.id for a in g.other_versions(article_id(name))} for g in (grown, built)]
        assert versions[0] == versions[1]
    grown.close()
    built.close()
