"""Questions with known answers, as suites: each has a share that must go right, and may go higher.

A line of a suite is a `question`, in `gold` the words of which a right answer quotes one (none
where it is to be refused), and in `not` words that must not be quoted.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Answer, Assistant

SUITES = Path(__file__).parent / "suites"
FLOORS = {"bridge": 0.7, "cases": 0.8, "port": 0.6, "seed": 0.85}


@pytest.fixture(scope="module")
def corpora(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assistant]:
    own = {
        name: Assistant.open(corpus=SUITES / name, index_dir=tmp_path_factory.mktemp(name))
        for name in FLOORS
        if name != "seed"
    }
    return {**own, "seed": assistant}


def is_right(answer: Answer, line: dict[str, object]) -> bool:
    quoted = " ".join(c.quote for c in answer.citations)
    gold = line["gold"]
    assert isinstance(gold, list)
    if not gold:
        return not answer.answered
    unwanted = line.get("not")
    if isinstance(unwanted, str) and unwanted in quoted:
        return False
    return answer.answered and any(words in quoted for words in gold)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_as_many_of_a_suite_as_its_floor_go_right(corpora: dict[str, Assistant], name: str) -> None:
    lines = (SUITES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]
    wrong = []
    for line in asked:
        answer = corpora[name].ask(line["question"])
        for citation in (*answer.citations, *answer.nearest):
            article = corpora[name].article(citation.article_id)
            assert article.text[citation.start : citation.end] == citation.quote
        if not is_right(answer, line):
            wrong.append(f"{line['question']} -> {answer.confidence} {answer.text}")
    share = 1 - len(wrong) / len(asked)
    assert share >= FLOORS[name], f"{share:.2f} right; wrong:\n" + "\n".join(wrong)
