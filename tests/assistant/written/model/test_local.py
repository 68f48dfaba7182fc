"""The small model on this machine, for real: what it gets wrong is never shown."""

from __future__ import annotations

import copy
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from assistant import Assistant, Completed, TextPart
from assistant.written.model import local
from assistant.written.prose import open_prose


@pytest.fixture(scope="module")
def small(assistant: Assistant) -> Iterator[Assistant]:
    own = copy.copy(assistant)
    # A busy machine is slow, and is not what is tested here.
    update = {"llm": "local", "llm_timeout": 250.0}
    own.settings = assistant.settings.model_copy(update=update)
    own._prose = open_prose(own.settings, assistant._reader)
    yield own


def test_the_server_is_on_loopback_and_wants_its_key(small: Assistant) -> None:
    server = local.serve()
    assert urlsplit(server.url).hostname == "127.0.0.1"
    body = json.dumps({"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 1})
    request = urllib.request.Request(
        f"{server.url}/chat/completions", body.encode(), {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(request, timeout=20)
    assert local.serve() is server


# What it was seen to get wrong: the amount, the day, and who said what.
@pytest.mark.parametrize(
    ("question", "never"),
    [
        ("How much aid has Ukraine received?", ("126.5", "2022", "million")),
        ("What did Healey say?", ("2022", "unrealistic", "precedent", "Healey warned")),
    ],
)
def test_what_is_shown_is_supported(
    question: str, never: tuple[str, ...], small: Assistant, assistant: Assistant
) -> None:
    events = list(small.stream(question))
    last = events[-1]
    assert isinstance(last, Completed)
    answer = last.answer
    assert "".join(e.text for e in events if isinstance(e, TextPart)) == answer.text
    assert answer.answered and answer.citations
    assert answer.sentences, answer.note  # the model did write
    assert not [wrong for wrong in never if wrong in answer.text]
    if answer.engine == "extractive":
        assert answer.text == assistant.ask(question).text
        assert answer.note is not None and "SmolLM2-135M-Instruct" in answer.note
    else:
        assert answer.engine == "SmolLM2-135M-Instruct"
        assert any(sentence.kept for sentence in answer.sentences)
    for citation in answer.citations:
        text = assistant.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
