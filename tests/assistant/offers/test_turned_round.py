import pytest

from assistant.offers.turned_round import questions_of


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The bill was signed in May 2021.", "When was the bill signed?"),
        ("A fire was reported near Fresno on Monday.", "Where was the fire reported?"),
        (
            "The race was cancelled because of strong winds.",
            "Why was the race cancelled?",
        ),
        (
            "Alexandra Marsh resigned in March over claims of fraud.",
            "When did Alexandra Marsh resign?",
        ),
        (
            "More than 40 people were rescued from the ship.",
            "How many people were rescued from the ship?",
        ),
        (
            "The blast shook the town, killing at least 12 people in Port Lowe.",
            "How many people were killed in Port Lowe?",
        ),
        ("The museum was designed by Ines Calder.", "Who designed the museum?"),
        ("The council rejected plans for a tower.", "What did the council reject?"),
        (
            "Dana Voss paid about $4 million for the mill.",
            "How much did Dana Voss pay for the mill?",
        ),
        ("The film cost $200 million to make, she said.", "How much did the film cost to make?"),
        (
            "On Friday, the bridge was reopened to traffic.",
            "When was the bridge reopened to traffic?",
        ),
        ("In March 2021, Voss launched a ferry.", "When did Voss launch a ferry?"),
        ("PORT LOWE – Dana Voss resigned on Monday.", "When did Dana Voss resign?"),
    ],
)
def test_statement_becomes_the_question_that_it_answers(sentence: str, question: str) -> None:
    assert question in [asked for _, asked in questions_of(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "He was arrested on Monday.",
        "But it was closed in May.",
        "Meanwhile was delayed on Friday.",
        "“The bridge was closed in May,” she said.",
        "The call comes after Biden ordered a review of the plan.",
        "Prices rose.",
        "The mill lost $2 million a year.",
        "On Monday, he resigned.",
        "",
    ],
)
def test_what_makes_no_good_question_is_left_alone(sentence: str) -> None:
    assert list(questions_of(sentence)) == []


def test_adverb_and_preposition_do_not_dangle() -> None:
    asked = [question for _, question in questions_of("Dana Voss left the party earlier in June.")]
    assert asked == ["When did Dana Voss leave the party?"]


def test_month_is_no_place() -> None:
    asked = [question for _, question in questions_of("The bill was signed in May 2021.")]
    assert asked == ["When was the bill signed?"]
