from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest

from index import Article, Embedder, weights
from index.errors import WeightsError
from index.text.passages import cut_passages
from index.vectors.encoder import Encoder, exact_levels

TEXTS = [
    "what did healey say?",
    "naïve café 北京 🙂 ¿qué? Ελλάδα — ﷽",
    "word " * 400,
    "x",
    "",
    " \n\t ",
    "[CLS] [SEP] [MASK] <s> \x00 \u200b",
    "a" * 300,
    "100% of $3.5bn; 2025-02-13, U.S.-led (NATO)",
]


@pytest.fixture(scope="module")
def texts(article: Article) -> list[str]:
    return [f"{article.title}\n{p.text}" for p in cut_passages(article)] + TEXTS


@pytest.fixture(scope="module")
def reference(texts: list[str]) -> np.ndarray:
    """The vectors of `texts` by sentence-transformers in float32."""
    return Embedder(str(weights.locate(weights.MINILM))).passages(texts)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(weights.locate(weights.MINILM))


def test_questions_equal_the_reference_to_rounding(
    embedder: Embedder, texts: list[str], reference: np.ndarray
) -> None:
    own = np.stack([embedder.question(text) for text in texts])
    np.testing.assert_allclose(own, reference, atol=2e-6)
    assert own.dtype == np.float32


def test_passages_are_close_to_the_reference(
    embedder: Embedder, article: Article, texts: list[str], reference: np.ndarray
) -> None:
    own = embedder.passages(texts)
    cosines = (own * reference).sum(axis=1)
    passages = len(texts) - len(TEXTS)
    if exact_levels() == 127:
        assert cosines[:passages].min() > 0.99
    assert cosines.min() > 0.97
    np.testing.assert_allclose(np.linalg.norm(own, axis=1), 1, atol=1e-6)
    assert own.dtype == np.float32


def test_a_processor_that_needs_smaller_weights_stays_close(
    texts: list[str], reference: np.ndarray
) -> None:
    own = Encoder(weights.locate(weights.MINILM), levels=64).encode(texts)
    assert (own * reference).sum(axis=1).min() > 0.96


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder, texts: list[str]) -> None:
    together = embedder.passages(texts)
    alone = np.concatenate([embedder.passages([text]) for text in texts])
    np.testing.assert_array_equal(together, alone)
    np.testing.assert_array_equal(together, embedder.passages(texts[::-1])[::-1])


def test_no_texts_have_no_vectors_of_the_right_width(embedder: Embedder) -> None:
    assert embedder.passages([]).shape == (0, 384)
    assert Embedder(str(weights.locate(weights.MINILM))).passages([]).shape == (0, 384)


def test_a_text_without_end_is_read_to_where_the_model_reads(encoder: Encoder) -> None:
    start = "The minister said that the talks would go on. " * 60
    np.testing.assert_array_equal(
        encoder.encode([start])[0], encoder.encode([start + "spam " * 2_000_000])[0]
    )


def test_progress_reaches_every_text(embedder: Embedder) -> None:
    seen: list[int] = []
    embedder.passages(["text"] * 70, seen.append)
    assert seen == sorted(seen) and seen[-1] == 70 and len(seen) < 70


def test_questions_are_answered_while_passages_are_embedded(
    embedder: Embedder, texts: list[str]
) -> None:
    expected = embedder.passages(texts)
    question = embedder.question("tanks")
    found: list[np.ndarray] = []
    writers = [
        threading.Thread(target=lambda: found.append(embedder.passages(texts))) for _ in range(2)
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        np.testing.assert_array_equal(embedder.question("tanks"), question)
    assert len(found) == 2
    for vectors in found:
        np.testing.assert_array_equal(vectors, expected)


def test_any_other_model_goes_by_folder(embedder: Embedder) -> None:
    named = Embedder(str(weights.locate(weights.MINILM)))
    np.testing.assert_allclose(named.question("tanks"), embedder.question("tanks"), atol=2e-6)


def test_an_unknown_model_is_one_clear_line() -> None:
    with pytest.raises(WeightsError, match="ASSISTANT_EMBEDDING_MODEL") as caught:
        Embedder("nobody/nothing").passages(["text"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("call", ["question('x')", "passages(['x'])", "passages([])"])
def test_the_default_model_does_not_import_torch(call: str) -> None:
    code = (
        f"import sys; from index import Embedder; Embedder().{call}; "
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
