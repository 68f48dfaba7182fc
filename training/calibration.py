"""What the 8-bit graph of a trained encoder has to know of its activations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from index.vectors.packed import Array
from training.bert import WIDTH, Bert

# Of each layer's channels so many at most are divided, to what the next largest reaches.
_DIVIDED = 6
_WORTH_IT = 1.3
_ROOM = 1.05  # above the largest key that was seen


def calibrate(model: Bert, rows: Sequence[tuple[Sequence[int], Sequence[int]]]) -> dict[str, Array]:
    """The arrays that `packed.calibration_of` makes a `Calibration` of, from the activations of
    `model` on some `rows` of (tokens, types).
    """
    before = np.zeros((model.layers, WIDTH), np.float32)
    after = np.zeros((model.layers, 4 * WIDTH), np.float32)
    keys = np.zeros(model.layers, np.float32)

    def look(name: str, inputs: Tensor, outputs: Tensor) -> None:
        if not name.startswith("encoder.layer."):
            return
        layer = int(name.split(".")[2])
        largest = inputs.abs().amax(dim=0).numpy()
        if name.endswith("intermediate.dense"):
            before[layer] = np.maximum(before[layer], largest)
        elif name.endswith(f"{layer}.output.dense"):
            after[layer] = np.maximum(after[layer], largest)
        elif name.endswith("self.key"):
            keys[layer] = max(keys[layer], float(outputs.abs().max()))

    with torch.no_grad(), _watched(model, look):
        for ids, types in rows:
            model.states([ids], [types])
    return {
        "calibration.before_inner": np.stack([divisors(row) for row in before]),
        "calibration.after_gelu": np.stack([divisors(row) for row in after]),
        "calibration.largest_key": keys * _ROOM,
    }


def divisors(largest: Array) -> Array:
    """What each channel is divided by: 1, but for the few that reach far above all others."""
    found = np.ones_like(largest)
    order = np.argsort(-largest)
    floor = float(largest[order[_DIVIDED]])
    for channel in order[:_DIVIDED]:
        if largest[channel] > _WORTH_IT * floor:
            found[channel] = largest[channel] / floor
    return found


class _watched:  # noqa: N801
    """Calls `look` with what goes into and comes out of each linear part of `model`."""

    def __init__(self, model: Bert, look: Callable[[str, Tensor, Tensor], None]) -> None:
        self._model = model
        self._look = look
        self._linear = model.linear

    def __enter__(self) -> None:
        def watched(hidden: Tensor, name: str) -> Tensor:
            outputs = self._linear(hidden, name)
            self._look(name, hidden, outputs)
            return outputs

        self._model.linear = watched  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        self._model.linear = self._linear  # type: ignore[method-assign]
