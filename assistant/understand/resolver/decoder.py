"""The resolver's decoder: from the states of a source's words to a standalone question.

A pointer network with a gated recurrent unit: each step points to a word of the source or to a
function word, until it points to the question's end. A beam keeps the likeliest beginnings.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.vectors.packed import Array

_BEAM = 4
_MOST_STEPS = 48
# Longer questions are a little less likely word for word; the exponent of Wu et al. (2016).
_LENGTH = 0.7
_LEAST = 1e-12

Places = tuple[int, ...]


@dataclass(frozen=True)
class Decoded:
    """A way through the source as `places` (without the question's end), and the log of its
    `chance`.
    """

    places: Places
    chance: float


@dataclass(frozen=True)
class _Beam:
    places: list[Places]
    chances: Array
    state: Array  # (beams, width)
    given: npt.NDArray[np.intp]  # what was pointed to last, by its row in _Inputs
    said: Array  # (beams, places), 1 where a place was pointed to


@dataclass(frozen=True)
class _Inputs:
    """What each place gives to the step after it, made once for all steps: its part of the gates
    and of the query. Row 0 is for the first step, which nothing goes before.
    """

    gates: Array  # (1 + places, 3 * width)
    query: Array  # (1 + places, width)


class Decoder:
    """Points through the words of a source by trained `weights`."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = {
            name.removeprefix("decoder."): array
            for name, array in weights.items()
            if name.startswith("decoder.")
        }
        query = self._weights["query.weight"]
        self._of_state, self._of_given = np.split(query, 2, axis=1)

    def decode(
        self, first: Array, words: Array, end: int, alike: npt.NDArray[np.intp]
    ) -> list[Decoded]:
        """The likeliest ways, best first, at most _BEAM of them.

        `first` is the state of the first token, `words` those of the words, shape (words, width);
        word number `end` is the question's end. A place beyond the words is a function word's.
        Places with the same word have the same number in `alike`: their chances count together,
        as they do in training, and the likeliest of them is gone on from.
        """
        alternatives = _Alternatives(alike)
        size, width = words.shape
        own = self._weights["words.weight"]
        keys = np.concatenate([self._linear(words, "key"), own])
        keys = np.asarray(keys / math.sqrt(width), dtype=np.float32)
        given = np.concatenate([np.zeros((1, width), np.float32), words, own])
        inputs = _Inputs(self._linear(given, "input"), given @ self._of_given.T)
        base = np.concatenate([np.zeros(size, np.float32), self._weights["words.bias"]])
        state = np.tanh(self._linear(first[None], "begin"))
        live = _Beam(
            [()], np.zeros(1, np.float32), state, np.zeros(1, np.intp),
            np.zeros((1, len(keys)), np.float32),
        )  # fmt: skip
        done: list[Decoded] = []
        for _ in range(_MOST_STEPS):
            state, chances = self._step(live, inputs, keys, base, size)
            going: list[tuple[int, int, float]] = []
            for row, place, chance in alternatives.best(live.chances, chances, 2 * _BEAM):
                if place == end:
                    done.append(Decoded(live.places[row], chance))
                elif len(going) < _BEAM:
                    going.append((row, place, chance))
            done = sorted(done, key=_fitness, reverse=True)[:_BEAM]
            if not going or (len(done) == _BEAM and going[0][2] < done[-1].chance):
                break
            live = _advanced(live, going, state)
        return done

    def _step(
        self, live: _Beam, inputs: _Inputs, keys: Array, base: Array, size: int
    ) -> tuple[Array, Array]:
        state = self._cell(inputs.gates[live.given], live.state)
        query = state @ self._of_state.T + inputs.query[live.given] + self._weights["query.bias"]
        scores = query @ keys.T + base
        going_on = self._linear(state, "next")[:, 0]
        for row, places in enumerate(live.places):
            following = places[-1] + 1 if places else 0
            if following < size:
                scores[row, following] += going_on[row]
        scores += live.said * self._linear(state, "again")
        top = scores.max(axis=1, keepdims=True)
        spread = np.log(np.exp(scores - top).sum(axis=1, keepdims=True)) + top
        return state, np.asarray(scores - spread, dtype=np.float32)

    def _cell(self, gates: Array, state: Array) -> Array:
        """A gated recurrent unit (Cho et al., 2014), its gates in torch's order."""
        left = np.split(gates, 3, axis=1)
        right = np.split(self._linear(state, "hidden"), 3, axis=1)
        reset, update = (_sigmoid(left[i] + right[i]) for i in (0, 1))
        new = np.tanh(left[2] + reset * right[2])
        return np.asarray((1 - update) * new + update * state, dtype=np.float32)

    def _linear(self, states: Array, name: str) -> Array:
        product = states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return np.asarray(product, dtype=np.float32)


class _Alternatives:
    """The words that can come next, each with all its places."""

    def __init__(self, alike: npt.NDArray[np.intp]) -> None:
        self._order = np.argsort(alike, kind="stable")
        numbers = alike[self._order]
        self._starts = np.flatnonzero(np.diff(numbers, prepend=-1))
        self._ends = np.append(self._starts[1:], len(numbers))

    def best(self, before: Array, chances: Array, most: int) -> Iterator[tuple[int, int, float]]:
        """The likeliest next words, as (beam, place, log of the chance with all before)."""
        summed = np.add.reduceat(np.exp(chances[:, self._order]), self._starts, axis=1)
        total = before[:, None] + np.log(summed + _LEAST)
        for best in np.argsort(-total, axis=None)[:most]:
            row, word = divmod(int(best), total.shape[1])
            places = self._order[self._starts[word] : self._ends[word]]
            place = int(places[np.argmax(chances[row, places])])
            yield row, place, float(total[row, word])


def _advanced(live: _Beam, going: list[tuple[int, int, float]], state: Array) -> _Beam:
    rows = [row for row, _, _ in going]
    places = [place for _, place, _ in going]
    said = live.said[rows].copy()
    said[np.arange(len(going)), places] = 1
    return _Beam(
        [(*live.places[row], place) for row, place, _ in going],
        np.array([chance for _, _, chance in going], dtype=np.float32),
        state[rows],
        np.array(places, dtype=np.intp) + 1,
        said,
    )


def _fitness(decoded: Decoded) -> float:
    return float(decoded.chance / (len(decoded.places) + 1) ** _LENGTH)


def _sigmoid(x: Array) -> npt.NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-x)), dtype=np.float32)
