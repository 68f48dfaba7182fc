"""A model that fails, in every way: the reader gets the extractive answer, and is told."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from model_server import Reply, ScriptedModel

from assistant import Answer, Assistant, Completed, TextPart

QUESTION = "What did Healey say?"
TRUE = "Healey reinforced the message that Ukraine’s rightful place is within NATO [1]."


def _is_extractive(answer: Answer, plain: Answer, because: str) -> None:
    assert (answer.text, answer.citations) == (plain.text, plain.citations)
    assert answer.engine == "extractive"
    assert answer.note is not None and because in answer.note and "scripted" in answer.note


def _cut(reply: Reply) -> None:
    reply.begins()
    reply.piece("British Defense Secretary John Healey reinforced the mess")
    reply.connection.shutdown(socket.SHUT_RDWR)


def _malformed(reply: Reply) -> None:
    reply.begins()
    reply.chunk(b'data: {"choices": [{"delta": \n\n')
    reply.chunk(b"")


def _a_page(reply: Reply) -> None:
    reply.begins("text/html")
    reply.chunk(b"<html><body>Welcome to the proxy. <a href='http://x.example'>Log in</a></body>")
    reply.chunk(b"")


def _hangs(reply: Reply) -> None:
    reply.begins()
    reply.server.model.left.wait(60)


def _endless(reply: Reply) -> None:
    reply.begins()
    while True:
        reply.piece("and then ")


FRENCH = (
    "Le secrétaire britannique à la Défense a déclaré que la place de l’Ukraine est dans l’OTAN "
    "[1]. Il reconnaît toutefois que ce sera difficile pour tous les pays alliés [1]."
)
WAYS: dict[str, tuple[Callable[[Reply], None], str]] = {
    "cut off in the first sentence": (_cut, "broke off"),
    "ended in mid-sentence": (
        lambda r: r.says("British Defense Secretary John Healey reinforced the", ends=None),
        "broke off",
    ),
    "stopped at its limit of words": (
        lambda r: r.says("British Defense Secretary John Healey and the", ends="length"),
        "broke off",
    ),
    "empty": (lambda r: r.says(""), "gave no answer"),
    "blank": (lambda r: r.says(" \n", "\n"), "gave no answer"),
    "malformed": (_malformed, "gave a reply that cannot be read"),
    "another program's page": (_a_page, "gave no answer"),
    "looping over sentences": (
        lambda r: r.says(*["I am a helpful model for all of you. "] * 40),
        "repeated itself",
    ),
    "looping within a sentence": (_endless, "wrote without end"),
    "in another language": (lambda r: r.says(FRENCH), "wrote in another language"),
    "a server's error": (lambda r: r.fails(500), "failed (status 500)"),
    "a wrong key": (lambda r: r.fails(401), "did not accept the key"),
    "an unknown model": (lambda r: r.fails(404), "is not known to its server"),
    "only thinking aloud": (lambda r: r.says("<think>Healey said no."), "gave no answer"),
    "thinking it has no answer": (
        lambda r: r.says("The articles don't say."),
        "found no answer in the passages",
    ),
    "all of it unsupported": (
        lambda r: r.says("Healey resigned on Friday after a row over 500 tanks [1]."),
        "support nothing of what",
    ),
}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_extractive_answer_stands_in(
    way: str, writing: Callable[..., Assistant], model: ScriptedModel, assistant: Assistant
) -> None:
    behave, because = WAYS[way]
    model.behaviour = behave
    _is_extractive(writing().ask(QUESTION), assistant.ask(QUESTION), because)


def test_a_slow_model_is_given_up_and_let_go(
    writing: Callable[..., Assistant], model: ScriptedModel, assistant: Assistant
) -> None:
    model.behaviour = _hangs
    own = writing(llm_timeout=1.0)
    began = time.monotonic()
    answer = own.ask(QUESTION)
    assert time.monotonic() - began < 30
    _is_extractive(answer, assistant.ask(QUESTION), "took too long")


def test_a_rate_limit_is_waited_out(
    writing: Callable[..., Assistant], model: ScriptedModel
) -> None:
    model.script = [lambda r: r.fails(429, retry_after="0"), lambda r: r.fails(503)]
    model.behaviour = lambda r: r.says(TRUE)
    answer = writing().ask(QUESTION)
    assert answer.engine == "scripted"
    assert len(model.requests) == 3


def test_a_rate_limit_that_stays_is_given_up(
    writing: Callable[..., Assistant], model: ScriptedModel, assistant: Assistant
) -> None:
    model.behaviour = lambda r: r.fails(429)
    _is_extractive(writing().ask(QUESTION), assistant.ask(QUESTION), "asked too much")
    assert len(model.requests) == 3


def test_a_server_that_wants_a_long_wait_is_given_up_at_once(
    writing: Callable[..., Assistant], model: ScriptedModel, assistant: Assistant
) -> None:
    model.behaviour = lambda r: r.fails(429, retry_after="3600")
    _is_extractive(writing().ask(QUESTION), assistant.ask(QUESTION), "asked too much")
    assert len(model.requests) == 1


def test_nobody_at_the_address_costs_no_time(seed_index: Path, root: Path) -> None:
    environment = {
        **os.environ,
        "ASSISTANT_INDEX_DIR": str(seed_index),
        "ASSISTANT_LLM": "openai-like:any@http://127.0.0.1:9",
    }
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", QUESTION],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "The language model any could not be reached" in " ".join(done.stdout.split())
    assert "[1] Shifting Dynamics" in done.stdout
    assert not done.stderr


def test_what_was_verified_before_it_broke_off_is_kept_and_completed(
    writing: Callable[..., Assistant], model: ScriptedModel, assistant: Assistant
) -> None:
    def breaks(reply: Reply) -> None:
        reply.begins()
        reply.piece(f"{TRUE} And Barr")
        time.sleep(0.2)
        reply.connection.shutdown(socket.SHUT_RDWR)

    model.behaviour = breaks
    events = list(writing().stream("What did Healey and Barrot say?"))
    last = events[-1]
    assert isinstance(last, Completed)
    answer = last.answer
    assert "".join(e.text for e in events if isinstance(e, TextPart)) == answer.text
    assert answer.engine == "scripted"
    assert answer.note is not None and "broke off; the rest is quoted" in answer.note
    assert "Barrot warned that abandoning Ukraine" in answer.text
    for citation in answer.citations:
        text = assistant.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_the_key_is_in_no_note_and_no_log(
    writing: Callable[..., Assistant], model: ScriptedModel, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "sk-very-secret-123456"
    model.behaviour = lambda r: r.fails(401, '{"error": {"message": "bad key sk-very-secret"}}')
    with caplog.at_level(logging.DEBUG):
        own = writing(llm_api_key=secret)
        answer = own.ask(QUESTION)
    assert model.headers[0]["Authorization"] == f"Bearer {secret}"
    assert "secret" not in str(answer.to_dict()) + repr(own.settings) + caplog.text


def test_a_cancelled_question_stops_the_model(
    writing: Callable[..., Assistant], model: ScriptedModel
) -> None:
    def goes_on(reply: Reply) -> None:
        reply.begins()
        reply.piece(f"{TRUE} ")
        while True:
            reply.piece("He went on ")
            time.sleep(0.05)

    model.behaviour = goes_on
    events = writing().stream(QUESTION)
    while not isinstance(next(events), TextPart):
        pass
    assert not model.left.is_set()
    events.close()
    assert model.left.wait(20)


def test_only_so_many_questions_are_put_at_a_time(
    writing: Callable[..., Assistant], model: ScriptedModel
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    model.behaviour = lambda r: r.says(TRUE, pause=0.3)
    own = writing(llm_at_once=2)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(own.ask, [QUESTION] * 6))
    assert model.most_at_once <= 2
    assert {a.engine for a in answers} <= {"scripted", "extractive"}
    assert sum(a.engine == "scripted" for a in answers) >= 2


def test_a_model_that_fails_on_the_follow_up_is_not_asked_twice(
    writing: Callable[..., Assistant], model: ScriptedModel, assistant: Assistant
) -> None:
    model.script = [lambda r: r.says(TRUE), lambda r: r.fails(500)]
    conversation = writing().conversation()
    conversation.ask(QUESTION)
    answer = conversation.ask("And Barrot?")
    assert answer.standalone_question == "What did Barrot say?"
    _is_extractive(answer, assistant.ask("What did Barrot say?"), "failed (status 500)")
    assert len(model.requests) == 2
