"""The resolver in torch, as it is trained.

An encoder (BERT of six layers) over the question and the conversation before it, and a decoder
that copies: at each step it points to a word of the source or to a function word, as the pointer
networks of Vinyals et al. (2015) and the pointer-generator of See et al. (2017) do. Going on to
the word after the last one has a bonus of its own, so that runs are copied whole, as edits would
(compare RUN-BERT, Liu et al., 2020).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from assistant.understand.resolver.function_words import FUNCTION_WORDS
from assistant.understand.resolver.source import Source
from index import weights
from index.vectors import minilm
from index.vectors.packed import Array
from training.bert import WIDTH, Bert, means
from training.resolver.align import Target

_ON_TOP = {
    "decoder.begin": (WIDTH, WIDTH),
    "decoder.key": (WIDTH, WIDTH),
    "decoder.query": (WIDTH, 2 * WIDTH),
    "decoder.next": (1, WIDTH),
    "decoder.again": (1, WIDTH),
    "decoder.input": (3 * WIDTH, WIDTH),
    "decoder.hidden": (3 * WIDTH, WIDTH),
    "decoder.words": (len(FUNCTION_WORDS), WIDTH),
}
# Copying the question as it is, to its end, is what an untrained model does.
_NEXT_AT_FIRST = 3.0
_FAR = -1e4
_SHARE = 0.1  # of a step in the loss of its question


def start() -> dict[str, Array]:
    """The weights of all-MiniLM-L6-v2's encoder, which the resolver begins with."""
    return {
        name: array
        for name, array in minilm.load(weights.locate(weights.MINILM)).items()
        if array.dtype == np.float32 and not name.startswith("pooler")
    }


class ResolverModel(Bert):
    """The resolver over `trained` weights: BERT's by their names, and the decoder's."""

    def __init__(self, trained: Mapping[str, Array]) -> None:
        super().__init__(trained, _ON_TOP)
        if "decoder.next.bias" not in trained:
            nn.init.constant_(self.of("decoder.next.bias"), _NEXT_AT_FIRST)
            nn.init.orthogonal_(self.of("decoder.hidden.weight"))
            for name in ("begin", "key", "query", "input"):
                nn.init.xavier_uniform_(self.of(f"decoder.{name}.weight"))

    def forward(self, sources: Sequence[Source], targets: Sequence[Target]) -> Tensor:
        """The loss of each row: a tenth of the sum over its steps of minus the log of the chance
        that a place with the right word is pointed to, shape (rows,).
        """
        hidden = self.states([s.ids for s in sources], [s.types for s in sources]).float()
        rows = [len(s.ids) for s in sources]
        sizes = [len(s.words) for s in sources]
        states = nn.utils.rnn.pad_sequence(
            list(torch.split(means(hidden, [s.spans for s in sources], rows), sizes)),
            batch_first=True,
        )
        first = torch.tanh(self.linear(self.firsts(hidden, rows), "decoder.begin"))
        with torch.autocast(hidden.device.type, enabled=False):
            return self._loss(states, first, _Steps.of(sizes, targets, len(FUNCTION_WORDS)))

    def _loss(self, states: Tensor, first: Tensor, steps: _Steps) -> Tensor:
        batch, most, _ = states.shape
        words = self.of("decoder.words.weight").expand(batch, -1, -1)
        inputs = torch.cat([states, words], dim=1)
        keys = torch.cat([self.linear(states, "decoder.key"), words], dim=1) / math.sqrt(WIDTH)
        places = torch.tensor(steps.places, device=states.device)
        index = places[:, :-1, None].expand(-1, -1, WIDTH)
        given = torch.cat([torch.zeros_like(inputs[:, :1]), inputs.gather(1, index)], dim=1)
        state = self._run(given, first.float())
        query = self.linear(torch.cat([state, given], dim=2), "decoder.query")
        scores = query @ keys.transpose(1, 2)
        bias = torch.cat([scores.new_zeros(most), self.of("decoder.words.bias")])
        scores = scores + bias + torch.tensor(steps.beyond, device=states.device)[:, None] * _FAR
        following = torch.tensor(steps.following, device=states.device)
        scores = scores + following * self.linear(state, "decoder.next")
        said = torch.tensor(steps.said, device=states.device)
        scores = scores + said * self.linear(state, "decoder.again")
        right = torch.tensor(steps.right, device=states.device)
        chances = torch.log_softmax(scores, dim=2) + (1 - right) * _FAR
        live = torch.tensor(steps.live, device=states.device)
        return -(torch.logsumexp(chances, dim=2) * live).sum(dim=1) * _SHARE

    def _run(self, given: Tensor, state: Tensor) -> Tensor:
        """A gated recurrent unit (Cho et al., 2014) over the steps, its gates in torch's order."""
        found = []
        for left in self.linear(given, "decoder.input").unbind(1):
            right = self.linear(state, "decoder.hidden").chunk(3, dim=1)
            reset_by, update_by, new_by = left.chunk(3, dim=1)
            reset = torch.sigmoid(reset_by + right[0])
            update = torch.sigmoid(update_by + right[1])
            new = torch.tanh(new_by + reset * right[2])
            state = (1 - update) * new + update * state
            found.append(state)
        return torch.stack(found, dim=1)


@dataclass(frozen=True)
class _Steps:
    """The steps of a batch, padded: for each row and step the place pointed to, and as 1 or 0 for
    each place whether it follows the last one, was said before, or has the right word. `beyond`
    are the places of padding, `live` the steps that are a row's own.
    """

    places: npt.NDArray[np.int64]
    following: Array
    said: Array
    right: Array
    beyond: Array
    live: Array

    @staticmethod
    def of(sizes: Sequence[int], targets: Sequence[Target], function_words: int) -> _Steps:
        """The steps of `targets` in sources of `sizes` words."""
        most, longest = max(sizes), max(len(t.places) for t in targets)
        shape = (len(targets), longest, most + function_words)
        following, said, right = (np.zeros(shape, np.float32) for _ in range(3))
        places = np.zeros(shape[:2], np.int64)
        live = np.zeros(shape[:2], np.float32)
        beyond = np.zeros((shape[0], shape[2]), np.float32)
        for row, (size, target) in enumerate(zip(sizes, targets, strict=True)):
            beyond[row, size:most] = 1
            last = -1
            for step, (place, every) in enumerate(zip(target.places, target.every, strict=True)):
                column = place if place < size else place - size + most
                if last + 1 < size:
                    following[row, step, last + 1] = 1
                right[row, step, [p if p < size else p - size + most for p in every]] = 1
                places[row, step] = column
                said[row, step + 1 :, column] = 1
                live[row, step] = 1
                last = column
        return _Steps(places, following, said, right, beyond, live)
