"""A denial, or an opposite, that the source does not have is noticed; other wording is not."""

from __future__ import annotations

import pytest

from assistant.written.verification.polarity import opposed


def literally(a: str, b: str) -> bool:
    return a == b


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Troops will be sent to Ukraine.", "Troops will not be sent to Ukraine."),
        ("Troops will not be sent to Ukraine.", "Troops will be sent to Ukraine."),
        ("The court found the session illegal.", "The court upheld the legality of the session."),
        ("Shares of Netflix fell by 17%.", "Shares of Netflix surged 17%."),
        ("They refused to obey the order.", "They agreed to comply with the order."),
        ("The plan is realistic.", "He called the plan unrealistic."),
        ("Grapes were not scarce there.", "Grapes were tough to find there."),
        ("His mother wanted him to study.", "His father wanted him to study."),
    ],
)
def test_the_opposite_is_noticed(claim: str, source: str) -> None:
    assert opposed(claim, [source], literally)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Troops will not go to Ukraine.", "He said no troops would be sent to Ukraine."),
        ("The rocket did not get to orbit.", "The rocket failed to reach orbit."),
        ("The rocket failed to reach orbit.", "The rocket did not reach orbit."),
        ("All but two monarchs were crowned there.", "Only two monarchs were not crowned there."),
        ("Not only Mali but Chad signed.", "Mali and Chad signed."),
        ("Prices climbed.", "Prices rose, while demand fell."),
        ("The plan is unrealistic.", "He said that the plan is not realistic."),
        ("The measures reduced his powers.", "The measures weakened his powers."),
    ],
)
def test_the_same_in_other_words_is_not(claim: str, source: str) -> None:
    assert not opposed(claim, [source], literally)
