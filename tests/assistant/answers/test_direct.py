"""The direct answer is words of the quotation, or there is none."""

from __future__ import annotations

import pytest

from assistant import Assistant, Completed, Direct, Short
from assistant.answers.citations import cite
from assistant.answers.direct import direct, trimmed, within
from assistant.evidence.rank import Scored
from assistant.evidence.sentence import Sentence
from assistant.understand.question import parse
from index import Article

TEXT = (
    "The court in St. Paul (Minn.) heard “the whole of it,” Judge Ann Lee of the U.S. said on "
    "Monday."
)
ARTICLE = Article("a", "Court hears all of it", TEXT, "a.txt")
BEST = Scored(Sentence(ARTICLE, 0, len(TEXT)), 5.0)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Ann Lee", "Ann Lee"),
        (" Ann Lee ", "Ann Lee"),
        ("“the whole of it,” ", "the whole of it"),
        ("“the whole", "the whole"),
        ("it,” Judge Ann Lee", "it,” Judge Ann Lee"),
        ("of the U.S. ", "of the U.S."),
        ("on Monday.", "on Monday"),
        ("St. Paul (Minn.)", "St. Paul (Minn.)"),
        ("(Minn.)", "Minn"),
        ("”", ""),
    ],
)
def test_signs_around_it_are_left_out(words: str, shown: str) -> None:
    start = TEXT.index(words)
    begin, end = trimmed(TEXT, start, start + len(words))
    assert TEXT[begin:end] == shown


def test_it_has_the_number_of_the_quotation_that_it_is_in() -> None:
    start = TEXT.index("Ann Lee")
    short = Short("Ann Lee", 0, start, start + 7)
    beside, whole = cite(1, Sentence(ARTICLE, 0, 20), 5.0), cite(2, BEST.sentence, 5.0)
    assert within(short, "a", [beside, whole]) == Short("Ann Lee", 2, start, start + 7)
    assert within(short, "a", [beside]) is None
    assert within(short, "b", [beside, whole]) is None


def test_it_is_words_of_the_sentence_or_there_is_none(assistant: Assistant) -> None:
    found = direct(parse("Who said that the court heard it?"), BEST, assistant._reader)
    assert found is not None and "Ann Lee" in found.text
    assert TEXT[found.start : found.end] == found.text and found.citation == 1
    assert direct(parse("How tall is the Eiffel Tower?"), BEST, assistant._reader) is None


def test_an_answer_has_it_in_its_quotation_and_a_stream_first(assistant: Assistant) -> None:
    question = "How much aid has Ukraine received?"
    answer = assistant.ask(question)
    short = answer.short
    assert short is not None and "$126 billion" in short.text
    cited = next(c for c in answer.citations if c.number == short.citation)
    text = assistant.article(cited.article_id).text
    assert text[short.start : short.end] == short.text
    assert cited.start <= short.start < short.end <= cited.end
    assert answer.to_dict()["short"]["text"] == short.text
    events = list(assistant.stream(question))
    assert events[1] == Direct(short)
    last = events[-1]
    assert isinstance(last, Completed) and last.answer.short == short
    assert assistant.ask("Who won the Tour de France?").short is None
