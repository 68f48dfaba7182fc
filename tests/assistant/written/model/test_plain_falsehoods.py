"""A model that makes things up about the names of its passages: nothing of it is shown."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from model_server import ScriptedModel

from assistant import Assistant
from assistant.written.prose import open_prose
from assistant.written.verification.verify import Verifier
from benchmarks import falsehoods

# A question that each article answers, and so has its passages put to the model.
QUESTIONS = {
    "seed": "What did Healey say?",
    "bridge": "What did the city council vote to build?",
    "hospital": "Who walked out of Northfield General Hospital?",
    "storm": "What did Storm Greta do in Port Ellis?",
    "chip": "Where will Veltron open a plant?",
    "museum": "Where did police find the painting by Carl Brandt?",
    "cup": "Who did Rovers beat in the cup final?",
    "river": "What was the paper factory Holm & Sons fined for?",
    "trial": "How many children did the malaria vaccine protect?",
}
_AT_ONCE = 8  # an answer has ten sentences at most
WRITTEN = falsehoods.read_sentences()


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("short")
    (folder / "corpus").mkdir()
    for name, article in falsehoods.read_articles().items():
        (folder / "corpus" / f"{name}.txt").write_text(f"{article.title}\n{article.text}", "utf-8")
    yield Assistant.open(corpus=folder / "corpus", index_dir=folder / "index")


@pytest.fixture
def writing(newsroom: Assistant, model: ScriptedModel) -> Assistant:
    own = copy.copy(newsroom)
    own.settings = newsroom.settings.model_copy(
        update={"llm": f"openai-like:scripted@{model.url}", "llm_timeout": 100.0}
    )
    own._prose = open_prose(own.settings, newsroom._reader)
    return own


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_plain_falsehood_is_shown(name: str, writing: Assistant, model: ScriptedModel) -> None:
    made_up = [w.sentence for w in WRITTEN if w.article == name and w.kind in falsehoods.PLAIN]
    for at in range(0, len(made_up), _AT_ONCE):
        some = made_up[at : at + _AT_ONCE]
        model.requests.clear()
        model.behaviour = lambda r, some=some: r.says(" ".join(f"{s[:-1]} [1]." for s in some))
        answer = writing.ask(QUESTIONS[name])
        assert len(model.requests) == 1
        assert {s.text for s in answer.sentences} == set(some)
        assert not any(s.kept for s in answer.sentences)
        assert not any(sentence in answer.text for sentence in some)
        assert answer.engine == "extractive"


def test_there_are_sixty_of_them_and_every_article_is_asked_about() -> None:
    assert sum(w.kind in falsehoods.PLAIN for w in WRITTEN) >= 60
    assert {w.article for w in WRITTEN} == set(QUESTIONS)
    assert len({(w.article, w.sentence) for w in WRITTEN}) == len(WRITTEN)


def test_what_retelling_keeps_is_measured(verifier: Verifier) -> None:
    kept = falsehoods.shown_of(verifier, WRITTEN, falsehoods.read_grounds())
    true = [w for w in WRITTEN if w.kind == falsehoods.TRUE]
    recombined = [w for w in WRITTEN if w.kind == falsehoods.RECOMBINED]
    assert sum(w in kept for w in true) >= 15
    assert sum(w in kept for w in recombined) <= 3
