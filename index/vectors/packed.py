"""Weights in a file of a byte a number: large matrices as int8 rows with a float32 scale each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file

from index.vectors.quantized import Calibration

Array = npt.NDArray[np.float32]

_SCALE = ".scale"
_LARGE = 100_000


def save(weights: Mapping[str, Array], file: Path) -> None:
    """Write `weights`, matrices of more than 100,000 numbers rounded to 255 levels a row."""
    tensors: dict[str, npt.NDArray[np.generic]] = {}
    for name, array in weights.items():
        if array.ndim == 2 and array.size > _LARGE:
            scale = np.abs(array).max(axis=1, keepdims=True) / 127 + 1e-12
            tensors[name] = np.rint(array / scale).astype(np.int8)
            tensors[name + _SCALE] = scale.astype(np.float32)
        else:
            tensors[name] = np.ascontiguousarray(array, dtype=np.float32)
    save_file(tensors, file)


def load(file: Path) -> dict[str, Array]:
    """The weights of a file that `save` wrote, all as float32."""
    tensors = load_file(file)
    return {
        name: array.astype(np.float32) * tensors[name + _SCALE] if array.dtype == np.int8 else array
        for name, array in tensors.items()
        if not name.endswith(_SCALE)
    }


def calibration_of(weights: Mapping[str, Array]) -> Calibration:
    """The calibration that a trained model's weights carry (`training/calibration.py`)."""

    def divisors(name: str) -> tuple[dict[int, float], ...]:
        return tuple(
            {int(channel): float(row[channel]) for channel in np.flatnonzero(row != 1)}
            for row in weights[f"calibration.{name}"]
        )

    return Calibration(
        divisors("before_inner"),
        divisors("after_gelu"),
        tuple(map(float, weights["calibration.largest_key"])),
    )
