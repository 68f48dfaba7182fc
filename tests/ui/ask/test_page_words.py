import pytest

from ui.wording import confidence, counted, duration, long_date, same_question


def test_counts_agree_with_their_noun() -> None:
    assert [counted(n, "article") for n in (0, 1, 2, 12000)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "12,000 articles",
    ]


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2025-02-02", "2 February 2025"),
        (None, "undated"),
        ("", "undated"),
        ("early 2025", "early 2025"),
    ],
)
def test_dates_are_written_out(published: str | None, words: str) -> None:
    assert long_date(published) == words


def test_confidence_has_three_names() -> None:
    assert confidence(1.0) == confidence(0.85) == "High confidence"
    assert confidence(0.6) == "Fair confidence"
    assert confidence(0.0) == "Low confidence"


def test_time_taken_is_the_total_and_never_nothing() -> None:
    assert duration({"retrieve": 120.0, "total": 412.0}) == "0.4 s"
    assert duration({"total": 3.0}) == "0.1 s"
    assert duration({"total": 12_345.0}) == "12 s"
    assert duration({}) == ""


def test_question_that_differs_only_in_case_is_the_same() -> None:
    assert same_question("what did  healey say", "What did Healey say?")
    assert not same_question("and barrot?", "What did Barrot say?")
