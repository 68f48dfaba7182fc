"""What the resolver learns from, and that what is trained is what is served."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant.understand.resolver.decoder import Decoder
from assistant.understand.resolver.function_words import FUNCTION_WORDS
from assistant.understand.resolver.resolver import alike
from assistant.understand.resolver.source import Source, Sources
from assistant.understand.resolver.words import joined, words_of
from index import weights
from index.vectors import packed
from training.resolver.align import Target, align
from training.resolver.conversations import Conversation, Turn
from training.resolver.examples import stream
from training.resolver.model import ResolverModel, start

OWN = Path(__file__).parents[2] / "training" / "data" / "conversations.jsonl"
TURNS = [("What did Healey say?", "Ukraine’s place is within NATO, said John Healey.")]


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(weights.locate(weights.MINILM) / "tokenizer.json")


@pytest.mark.parametrize(
    "text", ["What did Mar-a-Lago's owner say?", "4,800 jobs, in the U.S.?", "“Why?” (he asked)"]
)
def test_words_make_their_text_again(text: str) -> None:
    assert joined((w.text, w.spaced) for w in words_of(text)) == text


def _said(source: Source, target: Target) -> list[str]:
    size = len(source.words)
    return [
        source.words[place].folded if place < size else f"+{FUNCTION_WORDS[place - size]}"
        for place in target.places[:-1]
    ]


def test_a_rewrite_is_copied_in_long_runs(sources: Sources) -> None:
    source = sources.source("and Barrot?", TURNS)
    target = align(source, "What did Barrot say?")
    assert _said(source, target) == ["what", "did", "barrot", "say", "?"]
    assert target.places[-1] == source.end and target.missing == 0
    target = align(source, "What did Barrot say about NATO in Paris?")
    assert _said(source, target) == ["what", "did", "barrot", "say", "+about", "nato", "+in", "?"]
    assert target.missing == 1


def test_a_complete_question_is_its_own_words(sources: Sources) -> None:
    source = sources.source("How do volcanoes erupt?", TURNS)
    assert align(source, "How do volcanoes erupt?").places == (0, 1, 2, 3, 4, source.end)


def test_a_third_of_what_is_shown_is_complete() -> None:
    turns = (Turn("Who won?", "Who won?", "Ann."), Turn("why?", "Why did Ann win?", ""))
    drawn = stream([Conversation("a", "news", False, turns)] * 5, ["Is it so?"], random.Random(1))
    shown = list(islice(drawn, 400))
    complete = [e for e in shown if e.asked == e.standalone]
    assert 0.2 < len(complete) / len(shown) < 0.5


def test_every_written_conversation_can_be_copied(sources: Sources) -> None:
    missing = total = 0
    with OWN.open(encoding="utf-8") as lines:
        for record in islice(map(json.loads, lines), 0, None, 25):
            before: list[tuple[str, str]] = []
            for turn in record["turns"]:
                if before:
                    missing += align(sources.source(turn["q"], before), turn["r"]).missing > 1
                    total += 1
                before.append((turn["r"], turn.get("x", "")))
    # Articles' sentences are not here, and names that only they have cannot be found.
    assert missing < 0.2 * total


def test_the_decoder_that_is_served_is_the_one_that_is_trained(sources: Sources) -> None:
    served = packed.load(weights.file_of(weights.RESOLVER))
    trained = {n: a for n, a in served.items() if not n.startswith("calibration")}
    model = ResolverModel({**start(), **trained}).eval()
    source = sources.source("and Barrot?", TURNS)
    with torch.no_grad():
        states = model.states([source.ids], [source.types]).numpy()
        words = np.array([states[b:e].mean(axis=0) for b, e in source.spans])
        best = Decoder(served).decode(states[0], words, source.end, alike(source))[0]
        places = (*best.places, source.end)
        same = alike(source)
        every = tuple(tuple(np.flatnonzero(same == same[p]).tolist()) for p in places)
        target = Target(places, every, 0)
        (loss,) = model([source], [target])
    assert -10 * float(loss) == pytest.approx(best.chance, abs=1e-3)
