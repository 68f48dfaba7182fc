"""What the reader is taught by: which sentences and passages answer, and which tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from assistant.evidence.pairs import Pair
from training.groups import RIGHT, UNKNOWN, Candidate
from training.model import Scores

_PASSAGES, _TOKENS = 0.3, 0.2
_RARE = 3.0  # what a token of a short answer counts, beside one that is not


@dataclass(frozen=True)
class Batch:
    """The `pairs` of some questions; for each pair, its `question`'s number and its candidate."""

    pairs: Sequence[Pair]
    questions: Sequence[int]
    candidates: Sequence[Candidate]


def loss_of(scores: Scores, batch: Batch) -> Tensor:
    """The mean loss of a question.

    Over all sentences of a question's passages and the null, minus the log of what falls on the
    right ones (of any of several, as in Clark and Gardner, 2018), and the same over passages; and
    the cross-entropy of the tokens of the passages whose short answer is known.
    """
    device = scores.passages.device
    owner, label, right = [], [], []
    for pair, question, candidate in zip(
        batch.pairs, batch.questions, batch.candidates, strict=True
    ):
        kept = candidate.labels[: len(pair.sentences)]
        owner += [question] * len(kept)
        label += kept
        right.append(RIGHT in kept)
    count = max(batch.questions) + 1
    labels = torch.tensor(label, device=device)
    sentences = _missed(
        scores.sentences, torch.tensor(owner, device=device), labels == RIGHT, labels != UNKNOWN,
        count,
    )  # fmt: skip
    rows = torch.tensor(batch.questions, device=device)
    rights = torch.tensor(right, device=device)
    passages = _missed(scores.passages, rows, rights, torch.ones_like(rights), count)
    return (sentences + _PASSAGES * passages) / count + _TOKENS * _of_tokens(scores.tokens, batch)


def _missed(logits: Tensor, owner: Tensor, right: Tensor, counted: Tensor, count: int) -> Tensor:
    everything = _log_sum(logits, owner, counted, count, null=True)
    answers = _log_sum(logits, owner, right, count, null=False)
    answered = torch.zeros(count, device=logits.device).index_add(0, owner, right.float()) > 0
    return (everything - torch.where(answered, answers, torch.zeros_like(answers))).sum()


def _log_sum(logits: Tensor, owner: Tensor, kept: Tensor, count: int, *, null: bool) -> Tensor:
    """For each owner the log of the sum of exp over its kept logits, and of exp(0) if `null`."""
    shown = logits.masked_fill(~kept, -1e4)
    floor = torch.full((count,), 0.0 if null else -1e4, device=logits.device)
    most = floor.scatter_reduce(0, owner, shown, "amax").detach()
    total = torch.zeros(count, device=logits.device).index_add(
        0, owner, torch.exp(shown - most[owner])
    )
    return most + torch.log(total + (torch.exp(-most) if null else 0) + 1e-9)


def _of_tokens(logits: Tensor, batch: Batch) -> Tensor:
    at, wanted = [], []
    start = 0
    for pair, candidate in zip(batch.pairs, batch.candidates, strict=True):
        for number, (begin, _) in enumerate(pair.sentences):
            spans = [(b, e) for n, b, e in candidate.spans if n == number]
            if not spans:
                continue
            for token, (b, e) in enumerate(pair.offsets[number]):
                at.append(start + begin + token)
                wanted.append(float(any(b < end and e > first for first, end in spans)))
        start += len(pair.ids)
    if not at:
        return logits.new_zeros(())
    device = logits.device
    return binary_cross_entropy_with_logits(
        logits[torch.tensor(at, device=device)],
        torch.tensor(wanted, device=device),
        pos_weight=logits.new_tensor(_RARE),
    )
