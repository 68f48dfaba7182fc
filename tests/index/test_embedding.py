from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index import Article, Embedder
from index.errors import WeightsError


def test_questions_and_passages_share_one_space(embedder: Embedder, article: Article) -> None:
    """The numpy encoder and sentence-transformers give the same vectors, to float32 rounding."""
    texts = ["what did healey say?", "naïve café 北京 🙂", "word " * 400, article.text[:300], "x"]
    reference = embedder.passages(texts)
    own = np.stack([embedder.question(text) for text in texts])
    np.testing.assert_allclose(own, reference, atol=2e-6)
    np.testing.assert_allclose(np.linalg.norm(own, axis=1), 1, atol=1e-6)
    assert own.dtype == reference.dtype == np.float32


def test_any_other_model_goes_by_folder(embedder: Embedder) -> None:
    from index import weights

    named = Embedder(str(weights.locate(weights.MINILM)))
    np.testing.assert_allclose(named.question("tanks"), embedder.question("tanks"), atol=2e-6)


def test_an_unknown_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="ASSISTANT_EMBEDDING_MODEL") as caught:
        Embedder("nobody/nothing").passages(["text"])
    assert "\n" not in str(caught.value)


def test_a_question_does_not_import_torch() -> None:
    code = (
        "import sys; from index import Embedder; Embedder().question('x'); "
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
