"""However an article is written, what is read and quoted of it has a largest size, and reading it
costs in proportion to its length.
"""

from __future__ import annotations

import functools
import gc
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hostile_texts import REPEATED, hostile_article

from assistant import Assistant
from assistant.answers.quoting import quote_from
from assistant.english.people import mentions
from assistant.english.utterances import utterances
from assistant.evidence.reader import Reader, Reading, Text
from assistant.evidence.sentence import sentences_of
from assistant.offers.askable import askable
from assistant.written.grounds import Ground
from assistant.written.verification.source_lines import lines_of
from index import Article, Passage
from index.text.analysis import analyse
from index.text.furniture import own_sentences
from index.text.passages import MAX_CHARACTERS, MAX_WORDS, cut_passages
from index.text.sentences import LONGEST, sentence_spans
from index.text.wording import statements

# What reads an article, whole or in passages.
STEPS: dict[str, Callable[[Article, Sequence[Passage]], object]] = {
    "index": lambda a, _: analyse([a]),
    "compare": lambda _, ps: [statements(p) for p in ps],
    "sentences": lambda a, ps: sentences_of(a, ps[:6]),
    "sentences by passage": lambda a, ps: [sentences_of(a, [p]) for p in ps],
    "people": lambda a, _: mentions(a.text),
    "speech": lambda a, _: utterances(a.text),
    "held against": lambda a, ps: [lines_of(Ground(1, a, p.start, p.end)) for p in ps[:3]],
    "offered questions": lambda a, _: askable(a, 0, len(a.text), frozenset({"bridg"}), "bridge"),
    "first sentence": lambda a, _: quote_from(a, None),
}
# Texts of which each cost more than its share at some time, or is like one that did.
COSTLY = (
    "full stops",
    "capitals",
    "names",
    "numbers",
    "commas",
    "lines",
    "paragraphs of speech",
    "said",
    "speech",
    "unclosed speech",
    "pronouns",
    "titles",
    "a title in each sentence",
    "captions",
)
SHORT = 6_000
TIMES = 4
# A step that is linear takes TIMES as long, one that is quadratic TIMES as long as that.
MOST = 2.2 * TIMES
NOISE = 0.08  # seconds
TRIES = 3


def seconds(step: Callable[[Article, Sequence[Passage]], object], article: Article) -> float:
    """The processor time of this thread for one step, with nothing remembered."""
    passages = cut_passages(article)
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper):
            kept.cache_clear()
    began = time.thread_time()
    step(article, passages)
    return time.thread_time() - began


@pytest.mark.parametrize("name", COSTLY)
def test_every_step_is_linear_in_what_it_reads(name: str) -> None:
    short, long = hostile_article(name, SHORT), hostile_article(name, TIMES * SHORT)
    for called, step in STEPS.items():
        for _ in range(TRIES):
            once, more = seconds(step, short), seconds(step, long)
            if more <= MOST * once + NOISE:
                break
        else:
            pytest.fail(f"{called}: {once:.3f} s, and {more:.3f} s for {TIMES} times as much")


@pytest.mark.parametrize("name", REPEATED)
def test_sentences_and_passages_have_a_largest_size(name: str) -> None:
    article = hostile_article(name, 300_000)
    text = article.text
    spans = sentence_spans(text)
    assert all(0 < end - start <= LONGEST for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    passages = cut_passages(article)
    assert all(p.text == text[p.start : p.end] for p in passages)
    assert max(len(p.text) for p in passages) <= MAX_CHARACTERS
    assert max(len(p.text.split()) for p in passages) <= MAX_WORDS
    lying = {at for p in passages for at in range(p.start, p.end)}
    own = (at for start, end in own_sentences(text) for at in range(start, end))
    assert all(at in lying or text[at].isspace() for at in own)


def test_a_sentence_of_a_million_characters_is_many_passages() -> None:
    article = hostile_article("one word", 900_000)
    assert len(cut_passages(article)) > 900_000 / MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("word " * 300 + "here, and then " + "word " * 300, " word"),
        ("word, " * 500, "word,"),
        ("word " * 500, "word"),
        ("w" * 2_000, "w" * LONGEST),
    ],
)
def test_a_long_sentence_is_cut_where_it_reads_best(text: str, ends: str) -> None:
    spans = sentence_spans(text)
    assert len(spans) > 1 and text[: spans[0][1]].endswith(ends)


@pytest.mark.parametrize("name", ["one word", "pronouns", "unclosed speech", "lines"])
def test_an_answer_reads_and_quotes_no_more_of_a_longer_article(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    own = Reader.read

    def read_and_count(reader: Reader, question: str, texts: Sequence[Text]) -> list[Reading]:
        given.append(sum(len(sentence) for text in texts for sentence in text.sentences))
        return own(reader, question, texts)

    monkeypatch.setattr(Reader, "read", read_and_count)
    read = []
    for size in (60_000, 180_000):
        article = hostile_article(name, size)
        corpus = tmp_path / str(size) / "corpus"
        corpus.mkdir(parents=True)
        (corpus / "a.txt").write_text(f"{article.title}\n{article.text}", "utf-8")
        assistant = Assistant.open(corpus=corpus, index_dir=corpus.parent / "index")
        given.clear()
        for question in ("What did Tom Brown say about the bridge?", "When will the bridge close?"):
            answer = assistant.ask(question)
            for c in (*answer.citations, *answer.nearest):
                assert assistant.article(c.article_id).text[c.start : c.end] == c.quote
                assert len(c.quote) <= 2 * LONGEST  # with its neighbour
        read.append(sum(given))
    assert 0 < read[1] <= 1.5 * read[0] + 20_000
