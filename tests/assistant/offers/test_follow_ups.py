from assistant import Assistant
from assistant.offers.follow_ups import topic_of

HEALEY = "What did Healey say?"


def test_follow_ups_are_answered_and_say_something_new(assistant: Assistant) -> None:
    answer = assistant.ask(HEALEY)
    offered = list(assistant.follow_ups(answer))
    assert 1 <= len(offered) <= 3
    shown = {citation.quote for citation in answer.citations}
    for question in offered:
        conversation = assistant.conversation([(answer.question, answer.text)])
        found = conversation.ask(question)
        assert found.answered
        assert found.standalone_question == question
        assert not {citation.quote for citation in found.citations} <= shown


def test_nobody_is_said_to_have_spoken_of_what_they_did_not(assistant: Assistant) -> None:
    offered = list(assistant.follow_ups(assistant.ask(HEALEY), limit=9))
    assert not any("Barrot say about John Healey" in question for question in offered)
    assert not any(question.endswith("about Healey?") for question in offered)


def test_what_was_asked_before_is_not_offered_again(assistant: Assistant) -> None:
    answer = assistant.ask(HEALEY)
    first = next(assistant.follow_ups(answer))
    said = assistant.ask(first)
    again = list(assistant.follow_ups(answer, [(said.question, said.text)]))
    assert first not in again


def test_refusal_is_followed_by_questions_with_answers(assistant: Assistant) -> None:
    refusal = assistant.ask("Who won the World Cup?")
    assert not refusal.answered
    offered = list(assistant.follow_ups(refusal, limit=2))
    assert len(offered) == 2
    assert all(assistant.ask(question).answered for question in offered)


def test_follow_ups_give_way_to_a_question(assistant: Assistant) -> None:
    answer = assistant.ask(HEALEY)
    stream = assistant.stream("What did Barrot say?")
    next(stream)
    # While that question is on its way nothing is tried.
    assert list(assistant.follow_ups(answer)) == []
    stream.close()
    assert list(assistant.follow_ups(answer))


def test_topic_is_what_can_follow_about() -> None:
    assert topic_of("How is the housing market?") == "the housing market"
    assert topic_of("What is happening with gas prices?") == "gas prices"
    assert topic_of("Why did Netflix lose subscribers?") == "Netflix"
    assert topic_of("What did Healey say about tanks?") == "tanks"
    assert topic_of("How many people died in the Kentucky floods?") == "the Kentucky floods"
    assert topic_of("Who won the World Cup in 2018?") == "the World Cup"
    assert topic_of("What did the Supreme Court decide on abortion?") == "the Supreme Court"
    assert topic_of("Why is inflation high?") is None
    assert topic_of("Why?") is None


def test_read_passages_have_scores_and_no_place_in_the_contract(assistant: Assistant) -> None:
    answer = assistant.ask("How much aid has Ukraine received?")
    scores = [passage.score for passage in answer.read]
    assert scores
    assert all(score is None or 0 <= score <= 1 for score in scores)
    assert max(s for s in scores if s is not None) >= answer.citations[0].score
    assert not {"read", "listed"} & set(answer.to_dict())
