"""A training whose learning rate ends by the clock: its options, its optimizer and its loop."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from index.vectors import packed
from training.bert import Bert

_DECAY = 0.01
_WARM_UP = 0.04
_LEAST_RATE = 0.02
_LARGEST_GRADIENT = 1.0
_STEPS_BETWEEN_LINES = 10
_MINUTES_BETWEEN_SAVES = 10


def add_arguments(parser: argparse.ArgumentParser, rate: float) -> None:
    """Give `parser` the options that every training has; `rate` is the usual learning rate."""
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1, help="another one reads in another order")


def begin(given: argparse.Namespace) -> str:
    """Set torch's seed and threads as `given`, and name the device to train on."""
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    return "cuda" if torch.cuda.is_available() else "cpu"


def optimizer(
    model: Bert, rate: float, on_top: tuple[str, ...] = (), times: float = 1
) -> torch.optim.Optimizer:
    """AdamW over what is trained of `model`. Parameters whose names begin as one of `on_top`, which
    begin untrained, have a rate of `times` the others'.
    """
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    new = [p for name, p in named if name.startswith(on_top)]
    begun = [p for name, p in named if not name.startswith(on_top)]
    parts: list[dict[str, Any]] = [{"params": begun}]
    if new:
        parts.insert(0, {"params": new, "lr": rate * times})
    return torch.optim.AdamW(parts, lr=rate, weight_decay=_DECAY)


def run(
    model: Bert,
    optimizer: torch.optim.Optimizer,
    loss_of_a_step: Callable[[int], Tensor],
    minutes: float,
    out: Path,
) -> None:
    """Train `model` for `minutes`, and write its weights to `out`, then and now and again.

    `loss_of_a_step` is given the number of the step, from 1. Each of the optimizer's rates rises
    to what it is at first, and falls from there.
    """
    highest = [part["lr"] for part in optimizer.param_groups]
    trained = [p for part in optimizer.param_groups for p in part["params"]]
    began = saved = time.monotonic()
    losses: list[float] = []
    while (spent := (time.monotonic() - began) / (60 * minutes)) < 1:
        slope = min(spent / _WARM_UP + 0.02, 1.0) * max(_LEAST_RATE, 1 - spent)
        for part, rate in zip(optimizer.param_groups, highest, strict=True):
            part["lr"] = rate * slope
        model.train()
        loss = loss_of_a_step(len(losses) + 1)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, _LARGEST_GRADIENT)
        optimizer.step()
        losses.append(loss.item())
        if len(losses) % _STEPS_BETWEEN_LINES == 0:
            speed = 60 * len(losses) / (time.monotonic() - began)
            recent = np.mean(losses[-50:])
            print(f"{len(losses)} loss {recent:.3f} at {spent:.1%}, {speed:.0f} steps a minute", flush=True)  # fmt: skip  # noqa: E501
        if time.monotonic() - saved > 60 * _MINUTES_BETWEEN_SAVES:
            packed.save(model.weights(), out)
            saved = time.monotonic()
    packed.save(model.weights(), out)
