"""Follow-ups made standalone, by what they leave unsaid; none of the conversations is CAsT's."""

from __future__ import annotations

import time

import pytest

from assistant.understand.followup.resolve import standalone_question

Turn = tuple[str, str]

MINISTER = (
    "What did Healey say?",
    "British Defense Secretary John Healey reinforced the message that Ukraine’s rightful place "
    "is within NATO. [1]",
)
FRENCH = (
    "And Barrot?",
    "French Foreign Minister Jean-Noël Barrot warned that abandoning Ukraine could set a "
    "dangerous precedent. [1]",
)
BANKER = (
    "What did Lagarde say about inflation?",
    "ECB president Christine Lagarde said inflation would fall. [1]",
)
BRIDGE = (
    "What happened to the bridge in Baltimore?",
    "The Francis Scott Key Bridge in Baltimore collapsed after a cargo ship struck it. [1] "
    "Mayor Brandon Scott called it an unthinkable tragedy. [2] "
    "Six construction workers are presumed dead. [3]",
)
TANKS = ("How many tanks did the UK send?", "Britain sent 14 tanks. [1]")
SHARKS = ("What are the different types of sharks?", "")
GARDEN = ("How do I start a vegetable garden?", "")
ROMANCE = (
    "Who is Ann Lee?",
    "Novelist Ann Lee wrote The Long Field. [1] Critic Bo Kim hated it. [2]",
)


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([BANKER], "Where was she born?", "Where was Lagarde born?"),
        ([BANKER], "Who disagreed with her?", "Who disagreed with Lagarde?"),
        ([BANKER], "Did she lose her job?", "Did Lagarde lose her job?"),
        ([MINISTER, FRENCH], "did they agree?", "Did John Healey and Barrot agree?"),
        ([BRIDGE], "Why did it collapse?", "Why did the bridge collapse?"),
        ([BRIDGE], "How long was it?", "How long was the bridge?"),
        ([BRIDGE], "What happened there?", "What happened in Baltimore?"),
        ([TANKS], "Were they new?", "Were tanks new?"),
        ([SHARKS], "Where do they live?", "Where do sharks live?"),
        ([SHARKS], "What is their diet?", "What is sharks' diet?"),
    ],
)
def test_pronouns(turns: list[Turn], question: str, standalone: str) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([MINISTER], "and the french one?", "What did the French defense secretary say?"),
        ([MINISTER, FRENCH], "and the british one?", "What did the British foreign minister say?"),
        (
            [("Who is the president of Kenya?", "William Ruto. [1]")],
            "the ugandan one?",
            "Who is the Ugandan president?",
        ),
        (
            [("What is an electric car?", "")],
            "How do I buy a used one?",
            "How do I buy a used electric car?",
        ),
    ],
)
def test_the_noun_that_one_stands_for(turns: list[Turn], question: str, standalone: str) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([BANKER], "And Powell?", "What did Powell say about inflation?"),
        ([BANKER], "what about unemployment?", "What did Lagarde say about unemployment?"),
        ([BANKER], "and on wages?", "What did Lagarde say about wages?"),
        ([MINISTER], "what about Hegseth on tanks?", "What did Hegseth say about tanks?"),
        ([FRENCH], "what about his job?", "What is Barrot's job?"),
        ([TANKS], "and Germany?", "How many tanks did Germany send?"),
        ([TANKS], "what about the US?", "How many tanks did the US send?"),
        ([TANKS], "What about planes?", "How many planes did the UK send?"),
        ([TANKS], "and in 2023?", "How many tanks did the UK send in 2023?"),
        ([BRIDGE], "and the ship?", "What happened to the ship in Baltimore?"),
        ([BRIDGE], "And in London?", "What happened to the bridge in London?"),
        (
            [("Who is the president of Kenya?", "William Ruto. [1]")],
            "what about the prime minister?",
            "Who is the prime minister of Kenya?",
        ),
    ],
)
def test_alternatives(turns: list[Turn], question: str, standalone: str) -> None:
    if turns == [FRENCH]:
        turns = [MINISTER, FRENCH]
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([BANKER], "why?", "Why did Lagarde say that about inflation?"),
        ([BANKER], "What else?", "What else did Lagarde say about inflation?"),
        ([TANKS], "why?", "Why did the UK send tanks?"),
        ([TANKS], "when exactly?", "When did the UK send tanks?"),
        ([TANKS], "how many were there?", "How many tanks were there?"),
        ([BRIDGE], "when did it happen?", "When did it happen to the bridge in Baltimore?"),
        ([("Who won the cup?", "Lyon did. [1]")], "when?", "Who won the cup, and when?"),
    ],
)
def test_bare_question_words(turns: list[Turn], question: str, standalone: str) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([TANKS], "sorry, I meant planes", "How many planes did the UK send?"),
        ([TANKS], "no, planes", "How many planes did the UK send?"),
        ([TANKS], "not the UK, France", "How many tanks did France send?"),
        ([MINISTER], "No, I meant Hegseth", "What did Hegseth say?"),
        ([MINISTER], "I meant Hegseth, not Healey", "What did Hegseth say?"),
        ([MINISTER], "no, I meant what Barrot said", "What did Barrot say?"),
    ],
)
def test_corrections(turns: list[Turn], question: str, standalone: str) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        (
            [MINISTER],
            "what else does [1] say?",
            "What else do the articles say about John Healey, Ukraine and NATO?",
        ),
        (
            [BRIDGE],
            "what else does [2] say?",
            "What else do the articles say about Brandon Scott and an unthinkable tragedy?",
        ),
        ([BRIDGE], "tell me more about source 3", "Tell me more about construction workers"),
        (
            [BRIDGE, ("thanks", "You're welcome.")],
            "Who wrote the first article?",
            "Who wrote the article about the Francis Scott Key Bridge and Baltimore?",
        ),
    ],
)
def test_references_to_a_source(turns: list[Turn], question: str, standalone: str) -> None:
    assert standalone_question(question, turns) == standalone


@pytest.mark.parametrize(
    "question", ["what else does [9] say?", "What does the last source say?", "What is Article 5?"]
)
def test_a_source_that_no_answer_has_stays_as_it_was_typed(question: str) -> None:
    assert standalone_question(question, [("What is a quark?", "I found no answer.")]) == question


@pytest.mark.parametrize(
    ("turns", "question", "standalone"),
    [
        ([GARDEN], "What are the main costs?", "What are the main costs of a vegetable garden?"),
        ([GARDEN], "What tools do I need?", "What tools do I need (vegetable garden)?"),
        ([SHARKS], "Which is the most dangerous?", "Which type of sharks is the most dangerous?"),
        ([SHARKS], "What is the largest ever caught?", "What is the largest shark ever caught?"),
        ([SHARKS], "What type is the fastest?", "What type is the fastest shark?"),
        ([SHARKS], "What type has stripes?", "What type of sharks has stripes?"),
        ([BRIDGE], "What caused the collapse?", "What caused the collapse of the bridge?"),
        ([BRIDGE], "Who was the mayor?", "Who was the mayor of Baltimore?"),
        ([BRIDGE], "How many died?", "How many died (bridge)?"),
        (
            [GARDEN, ("How much does it cost?", "")],
            "Are there any alternatives?",
            "Are there any alternatives to a vegetable garden?",
        ),
    ],
)
def test_questions_that_lean_on_the_topic(
    turns: list[Turn], question: str, standalone: str
) -> None:
    assert standalone_question(question, turns) == standalone


def test_the_topic_goes_on_over_several_turns() -> None:
    asked = ["How do solar panels work?", "How much do they cost?", "Are they worth it?"]
    turns = [(question, "") for question in asked]
    assert standalone_question("What are the main types?", turns) == (
        "What are the main types of solar panels?"
    )


def test_a_thing_is_called_by_its_whole_name() -> None:
    turns = [("When was the Brooklyn Bridge opened?", ""), ("Who paid for it?", "")]
    assert standalone_question("How tall is the bridge?", turns) == (
        "How tall is the Brooklyn Bridge?"
    )


@pytest.mark.parametrize("turns", [[MINISTER], [BRIDGE], [TANKS], [BANKER], [BRIDGE, TANKS]])
@pytest.mark.parametrize(
    "question",
    [
        "How do volcanoes erupt?",
        "What is dark matter?",
        "Who won the 2022 World Cup?",
        "who is the governor of Texas?",
        "Tell me about the wildfires in Hawaii",
        "Where was Marie Curie born?",
        "How is the weather in Paris?",
        "How are vaccines made?",
    ],
)
def test_a_new_topic_drags_nothing_along(turns: list[Turn], question: str) -> None:
    assert standalone_question(question, turns) == question


def test_after_a_change_of_topic_the_new_one_is_meant() -> None:
    turns = [BRIDGE, ("Who won the World Cup?", "Argentina won the World Cup in Qatar. [1]")]
    assert standalone_question("Where was it held?", turns) == "Where was the World Cup held?"


def test_who_was_called_she_is_not_meant_by_he() -> None:
    turns = [ROMANCE, ("When was she born?", "Ann Lee was born in 1950. [1]")]
    assert "Ann Lee" not in standalone_question("Is he married?", turns)


def test_noise_takes_a_moment() -> None:
    begun = time.perf_counter()
    for piece in ("it, ", "their x ", "and ", "the one ", "[1] ", "not a, ", "x's ", "There. it "):
        question = (piece * 600)[:2_000]
        standalone_question(question, [(question, question)] * 3)
    assert time.perf_counter() - begun < 5


def test_who_reports_of_themselves_is_meant_in_the_same_question() -> None:
    turns = [("Which team won the cup?", "The Reds won the cup. [1]")]
    for question in (
        "Which store announced it can no longer afford to sell eggs?",
        "Which airlines said they will cut flights?",
    ):
        assert standalone_question(question, turns) == question


def test_a_question_all_of_whose_things_are_new_becomes_the_topic() -> None:
    bridge = ("Which bridge was closed in 2023?", "The Amber Bridge was closed in 2023. [1]")
    asked = "Where did the second Republican presidential debate take place?"
    turns = [bridge, (asked, "The second debate of the Republican party was in Hill Valley. [1]")]
    assert standalone_question(asked, turns) == asked
    later = "When did the second Republican presidential debate take place?"
    assert standalone_question(later, turns) == later
    assert "bridge" not in standalone_question("Who moderated the debate?", turns).lower()


def test_a_question_about_a_thing_does_not_lean_on_a_person() -> None:
    answer = "The talks were announced by President Donald Trump, who said that he agreed. [1]"
    turns = [("What did Trump announce?", answer)]
    assert standalone_question("When did the war end?", turns) == "When did the war end?"


def test_what_is_known_to_all_is_a_topic_of_its_own() -> None:
    turns = [("Which countries sent money?", "About 50 countries have supplied aid. [1]")]
    assert standalone_question("When did the war end?", turns) == "When did the war end?"


_QUEEN = (
    "When did Queen Elizabeth II die?",
    "Queen Elizabeth II died on Thursday at Balmoral. [1]",
)
_FLOODS = ("How many people died in the Kentucky floods?", "At least 37 people have died. [1]")
_HURRICANE = ("When did Hurricane Ian make landfall?", "It made landfall on Tuesday. [1]")
_OPEN = ("Who won the US Open?", "World number one Iga Swiatek won the US Open on Saturday. [1]")
_SHOOTER = (
    "Who was the Uvalde shooter?",
    "The gunman was let in, Texas DPS Director Steven McCraw said. [1]",
)
_PRIZE = ("Who won the Nobel Peace Prize?", "A prisoner of Belarus won the Nobel Peace Prize. [1]")


@pytest.mark.parametrize(
    ("turn", "asked", "meant"),
    [
        (_QUEEN, "how old was she?", "How old was Queen Elizabeth II?"),
        (_QUEEN, "and Prince Philip?", "When did Prince Philip die?"),
        (_FLOODS, "was anyone rescued?", "Was anyone rescued (Kentucky floods)?"),
        (_FLOODS, "how many are missing?", "How many people are missing (Kentucky floods)?"),
        (_HURRICANE, "how many people died?", "How many people died (Hurricane Ian)?"),
        (_HURRICANE, "how much damage did it do?", "How much damage did Hurricane Ian do?"),
        (_OPEN, "who did she beat?", "Who did Iga Swiatek beat?"),
        (_SHOOTER, "how old was he?", "How old was the Uvalde shooter?"),
        (_PRIZE, "and last year?", "Who won the Nobel Peace Prize last year?"),
        (_PRIZE, "what about 2021?", "Who won the Nobel Peace Prize in 2021?"),
        (("Who won the 2020 election?", ""), "what about 2016?", "Who won the 2016 election?"),
        (
            ("What did the court say on Thursday about guns?", ""),
            "and Friday?",
            "What did the court say on Friday about guns?",
        ),
        (("Who won in 2021?", ""), "and last year?", "Who won last year?"),
        (("Who wrote Animal Farm?", ""), "what about 1984?", "Who wrote 1984?"),
    ],
)
def test_titles_events_and_times_are_kept_apart(
    turn: tuple[str, str], asked: str, meant: str
) -> None:
    assert standalone_question(asked, [turn]) == meant
