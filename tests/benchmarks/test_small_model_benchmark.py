"""The benchmark of the small model runs: one question asked, read and counted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.evaluation.examples import Example
from benchmarks import small_model

QUESTION = Example("How much aid has Ukraine received?", ("$126.5 billion",))


def test_a_question_is_asked_and_counted_when_its_sentences_were_read(
    assistant: Assistant, seed_index: Path, tmp_path: Path
) -> None:
    file = tmp_path / "details.jsonl"
    asking = small_model.Asking.open(assistant.settings.corpus, seed_index, lambda *_: None)
    small_model.write(asking.ask([QUESTION], skip=0, count=1), file, lambda *_: None)
    sheet = file.with_name("details.jsonl.txt").read_text("utf-8")
    assert QUESTION.question in sheet and "EXTRACTIVE (" in sheet
    with pytest.raises(ValueError, match="There is no label"):
        small_model.read([file])
    record = json.loads(file.read_text("utf-8"))
    assert record["sentences"] and all(s["text"] in sheet for s in record["sentences"])
    for sentence in record["sentences"]:
        sentence["label"] = "supported" if sentence["kept"] else "unsupported"
    file.write_text(json.dumps(record), encoding="utf-8")
    lines = small_model.table(small_model.read([file]))
    assert re.search(r"\| those that were shown \| 0 \| \d", "\n".join(lines))


def test_what_was_read_has_labels_and_no_article() -> None:
    asked = small_model.read([small_model.READ])
    assert len(asked) >= 60
    assert all(s.reason for a in asked for s in a.sentences if s.label == "unsupported")
    assert all(len(s.text) <= 1500 for a in asked for s in a.sentences)
