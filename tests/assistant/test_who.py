import pytest

from assistant.question import parse
from assistant.who import describes, is_turned_round


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
