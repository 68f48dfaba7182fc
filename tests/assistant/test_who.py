import pytest
from assistant.who import describes, is_turned_round, names_the_doer

from assistant.understand.question import parse


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("Liz Truss is the new prime minister, succeeding Boris Johnson.", True),
        ("Truss replaces Boris Johnson.", True),
        ("Boris Johnson will be succeeded by Truss or Sunak.", True),
        ("Rishi Sunak succeeded Liz Truss.", False),
        ("Truss was replaced by Sunak.", False),
        ("Truss resigned.", False),
    ],
)
def test_who_replaced_somebody_is_not_whom_they_replaced(text: str, turned: bool) -> None:
    assert is_turned_round(parse("Who replaced Liz Truss?"), text) == turned
    assert not is_turned_round(parse("Whom did Liz Truss replace?"), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who killed Shinzo Abe?", "Abe was shot and killed by Tetsuya Yamagami."),
        ("Who won in Qatar?", "At the World Cup in Qatar, Argentina won."),
        ("Who shot Shinzo Abe?", "Shinzo Abe died after Yamagami shot him in Nara."),
        ("Who leads Ukraine?", "In Ukraine, Zelensky leads the country."),
        ("Who is suing Trump?", "Trump is being sued by E. Jean Carroll."),
        ("Who was chosen to replace Johnson?", "Johnson was replaced by Liz Truss."),
        ("Who beat Rafael Nadal?", "Rafael Nadal, who beat Casper Ruud in June, lost to Tiafoe."),
    ],
)
def test_what_answers_is_not_taken_for_turned_round(question: str, text: str) -> None:
    assert not is_turned_round(parse(question), text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Police arrested Tetsuya Yamagami, who admitted shooting Abe.", True),
        ("Shinzo Abe was shot and killed by Tetsuya Yamagami.", True),
        ("The envoy Rahm Emanuel was saddened by the shooting of Abe.", False),
        ("Shinzo Abe has died after being shot in Nara.", False),
    ],
)
def test_who_did_it_is_named_beside_the_deed(text: str, named: bool) -> None:
    assert names_the_doer(parse("Who killed Shinzo Abe?"), text) == named


def test_who_somebody_is_is_told_by_what_they_are() -> None:
    question = parse("Who is Anna Berg?")
    told = [
        describes(question, text)
        for text in (
            "The court was joined by Anna Berg.",
            "The court was joined by Justice Anna Berg.",
            "Anna Berg, the youngest judge of the court, joined.",
            "Justice Anna Berg was sworn in as the first judge from Bern.",
        )
    ]
    assert told == sorted(told)
    assert told[0] == 0.0
    assert describes(parse("What did Anna Berg say?"), "Anna Berg is a judge.") == 0.0
