"""What a conversation is about is read for its follow-ups."""

from __future__ import annotations

import time
from dataclasses import replace

from assistant import Assistant
from assistant.clock import Clock
from assistant.evidence.find import READ, Finder
from assistant.evidence.talk import talked_of
from index.scope import EVERYTHING


def test_the_articles_that_the_last_answers_quote_are_known(assistant: Assistant) -> None:
    answer = assistant.ask("What did Healey say?")
    refused = "I found no answer in the articles."
    with assistant._engines.current() as engine:
        quoted = {c.article_id for c in answer.citations}
        turns = [("What did Healey say?", answer.text), ("and the moon?", refused)]
        assert talked_of(turns, engine.generation) == quoted
        assert talked_of([*turns, *[("why?", refused)] * 2], engine.generation) == quoted
        assert talked_of([*turns, *[("why?", refused)] * 4], engine.generation) == frozenset()
        quote = answer.citations[0].quote.replace("“", "‘").replace(" ", "\n", 1)
        for text in (
            f"A title (2025-02-13) — “{quote}” [1]",
            f"Earlier, on 2025-02-13: “{quote}” [2]",
        ):
            assert talked_of([("What?", text)], engine.generation) == quoted
        nearest = f"I found no answer in the articles. The nearest thing they say: “{quote}”"
        assert talked_of([("What?", nearest)], engine.generation) == frozenset()
        made_up = "Nobody has ever said anything like it about the peace. [1] It never was so. [2]"
        assert talked_of([("What?", made_up)], engine.generation) == frozenset()


def test_a_hostile_answer_takes_a_moment(assistant: Assistant) -> None:
    began = time.process_time()
    with assistant._engines.current() as engine:
        for piece in ("x" * 50 + " [1] ", "[1]", "“" * 99, " " * 99, "the peace of Ukraine "):
            talked_of([("What?", piece * 2_000)] * 3, engine.generation)
    assert time.process_time() - began < 5


def test_its_passages_are_among_those_that_are_read(archive: Assistant) -> None:
    with archive._engines.current() as engine:
        finder = Finder(engine.generation, archive._embedder, archive._reader)
        read = finder.read("How many were there in the end?", engine.today(), EVERYTHING)
        for article in [dated.id for dated in engine.generation.articles_in(EVERYTHING)][:3]:
            found = finder.find(replace(read, talk=frozenset([article])), Clock())
            assert len(found.passages) <= READ
            assert {s.sentence.article.id for s in found.ranked if s.talk} <= {article}
            own = engine.generation.search_terms(
                read.question.text, 1, replace(EVERYTHING, articles=frozenset([article]))
            )
            assert all(passage in found.passages for passage, _ in own)
