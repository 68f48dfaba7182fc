"""A person is given an office, a role or a relation only when the source gives it to them."""

from __future__ import annotations

import time

import pytest

from assistant.written.grounds import Ground
from assistant.written.verification.claimed_role import misplaced_role
from assistant.written.verification.cross_encoder import CrossEncoder
from assistant.written.verification.verify import Verifier
from index import Article, Embedder

_TOWN = Article(
    "town",
    "Harbour town closes its swimming pool",
    "Mayor Ines Falk said on Monday that the swimming pool of Grenholm will close in autumn. Her "
    "predecessor, Tom Arve, had promised to keep it open. Lena Brandt, the head teacher of the "
    "school, said that children would no longer learn to swim. Falk’s husband, Karl Falk, is the "
    "finance director of the harbour company. He said the company would not pay for the pool.\n"
    "Norway's Minister of Culture and Sport Mette Holm wrote to Falk. Danish Prime Minister Ole "
    "Lund and Vice President Per Dahl of the harbour company opened the pool in 2004.",
    "town",
)


@pytest.fixture(scope="module")
def verifier(encoder: CrossEncoder, embedder: Embedder) -> Verifier:
    return Verifier(encoder, embedder)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The US Defense Secretary is Donald Trump.", "Pete Hegseth"),
        ("Donald Trump is the American defence secretary.", "Pete Hegseth"),
        ("The US defense secretary, John Healey, called NATO membership unrealistic.", "Hegseth"),
        ("Healey is the US Defense Secretary.", "Hegseth"),
        ("British Defence Secretary Pete Hegseth called membership unrealistic.", "John Healey"),
        ("French Foreign Minister John Healey warned of a precedent.", "Jean-Noël Barrot"),
        ("Barrot, the French president, warned of a precedent.", "does not call Barrot"),
        ("Trump is the president of Russia.", "Vladimir Putin"),
        ("Defense Secretary Zelenskyy spoke with Trump.", "Zelenskyy"),
        ("US leader Putin demands that NATO ambitions be abandoned.", "does not call Putin"),
    ],
)
def test_a_role_that_the_source_gives_to_somebody_else_is_not_kept(
    verifier: Verifier, article: Article, sentence: str, why: str
) -> None:
    ground = Ground(1, article, 0, len(article.text))
    found = verifier.check(f"{sentence} [1]", [ground], "Who is the US Defense Secretary?")
    assert not found.kept
    assert why in found.why and len(found.why) < 120


@pytest.mark.parametrize(
    "sentence",
    [
        "The US Defense Secretary is Pete Hegseth.",
        "Pete Hegseth is the US defence secretary.",
        "US Defense Secretary Pete Hegseth made a significant statement.",
    ],
)
def test_a_role_that_is_that_person_s_is_kept(
    verifier: Verifier, article: Article, sentence: str
) -> None:
    ground = Ground(1, article, 0, len(article.text))
    found = verifier.check(f"{sentence} [1]", [ground], "Who is the US Defense Secretary?")
    assert found.kept, found.why


@pytest.mark.parametrize(
    "sentence",
    [
        "Hegseth, the US defense secretary, spoke.",
        "UK Defence Secretary Healey spoke.",
        "Barrot, the foreign minister of France, warned.",
        "Ukrainian President Zelenskyy talked to US President Trump.",
        "Russian leader Putin wants it.",
        "The defense secretary of the United States is Hegseth.",
    ],
)
def test_a_true_role_in_another_form_is_not_wrong(article: Article, sentence: str) -> None:
    assert misplaced_role(sentence, [article]) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Ines Falk is the mayor of Grenholm.",
        "Karl Falk, her husband, said the company would not pay.",
        "Director Karl Falk said the company would not pay.",
        "The Danish prime minister, Ole Lund, opened the pool.",
        "Culture minister Mette Holm wrote a letter.",
        "Arve, the mayor's predecessor, had promised to keep it open.",
        "Lena Brandt, a teacher, said so.",
        "The mayor said that the pool will close.",
    ],
)
def test_titles_appositions_and_relations_are_read(sentence: str) -> None:
    assert misplaced_role(sentence, [_TOWN]) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Lena Brandt is the mayor of Grenholm.",
        "Mayor Tom Arve said that the pool will close.",
        "The mayor, Karl Falk, said that the pool will close.",
        "Tom Arve, her husband, would not pay.",
        "Danish Prime Minister Per Dahl opened the pool.",
        "President Per Dahl opened the pool.",
        "Ole Lund, the Norwegian prime minister, opened the pool.",
        "Finance Director Lena Brandt would not pay.",
    ],
)
def test_a_swapped_title_or_relation_is_wrong(sentence: str) -> None:
    assert misplaced_role(sentence, [_TOWN])


@pytest.mark.parametrize(
    "text",
    [
        "president " * 4_000,
        "the, " * 5_000,
        "A" * 20_000,
        "X, the " * 3_000,
        "president is " * 3_000,
    ],
)
def test_hostile_text_is_read_quickly(text: str, article: Article) -> None:
    began = time.process_time()
    misplaced_role(text[:800], [Article("hostile", "x", text, "hostile"), article])
    assert time.process_time() - began < 5
