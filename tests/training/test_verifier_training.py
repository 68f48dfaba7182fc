"""What the verifier learns from, and that what is trained is what is served."""

from __future__ import annotations

import json
import random
from itertools import islice
from pathlib import Path

import pytest
import torch

from assistant.evidence.pairs import Pairing
from assistant.written.verification.entailment import Entailment, nearest
from index import weights
from index.vectors import packed
from training.verifier import claims
from training.verifier.changed import changed
from training.verifier.claims import CONTRADICTED, SUPPORTED, UNSAID, Claim
from training.verifier.export import export
from training.verifier.model import Judged, VerifierModel, loss_of, start

LINES = ("Ann Webb opened the bridge on Monday.", "Two people fell into the river.", "It rained.")


@pytest.fixture(scope="module")
def pairing() -> Pairing:
    return Pairing(weights.locate(weights.MINILM) / "tokenizer.json")


def test_the_claims_are_of_their_form() -> None:
    records = [json.loads(line) for line in claims.OWN.read_text("utf-8").splitlines()]
    assert sum(len(r["t"]) + len(r["f"]) for r in records) >= 6_000
    for record in records:
        assert 0 <= record["b"] < record["e"]
        for false in record["f"]:
            assert false["w"] in false["x"] and false["v"] in "cn"


def test_plain_claims_are_shown_among_the_others() -> None:
    true = [
        Claim(
            f"{n} people came.", "Fair", (f"Some {n} people came.", *LINES), SUPPORTED, "", "true"
        )
        for n in range(10)
    ]
    shown = list(islice(claims.stream(true, random.Random(1)), 500))
    assert {c.verdict for c in shown} == {SUPPORTED, UNSAID}
    copied = [c for c in shown if c.verdict == SUPPORTED and c.sentence in c.lines]
    elsewhere = [c for c in shown if c.verdict == UNSAID]
    assert copied and elsewhere
    assert all(c.unborne == c.sentence for c in elsewhere)


def test_the_nearest_lines_stay_in_their_order() -> None:
    lines = (*LINES, "The bridge is old.", "Ann Webb is the mayor.", "She is from Hull.")
    found = nearest("The mayor opened the bridge.", lines)
    assert len(found) == 5 and {0, 4} <= set(found) and list(found) == sorted(found)
    assert nearest("The mayor opened the bridge.", lines, 1) == (0,)


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("Ann Webb beat Tom Lee.", {"Tom Lee beat Ann Webb.", "Ann Webb beat Jo Hill."}),
        ("Ann Webb and Tom Lee came.", {"Jo Hill and Tom Lee came.", "Ann Webb and Jo Hill came."}),
        ("The bridge was open.", {"The bridge was not open."}),
        ("The bridge was not open.", {"The bridge was open."}),
        ("It rained.", {None}),
    ],
)
def test_true_sentences_are_made_false(sentence: str, made: set[str | None]) -> None:
    lines = ("There, Ann Webb met Tom Lee.", "Then, with Jo Hill, they opened the bridge.")
    for seed in range(20):
        found = changed(sentence, lines, random.Random(seed))
        assert (found and found[0]) in made | {"Jo Hill beat Tom Lee."}
        assert found is None or found[1] in found[0]


def test_the_words_that_are_not_borne_out_are_taught(pairing: Pairing) -> None:
    sentence = "Ann Webb opened the tunnel."
    pair = pairing.pair(sentence, "Bridge", LINES)
    wrong = sentence.index("tunnel")
    tokens = torch.full((len(pair.ids),), -9.0)
    for number, (begin, _) in enumerate(pair.question):
        if wrong <= begin < wrong + len("tunnel"):
            tokens[1 + number] = 9.0
    verdicts = torch.tensor([[-9.0, 9.0, -9.0]])
    right = loss_of(Judged(verdicts, tokens), [pair], [CONTRADICTED], ["tunnel"], [sentence])
    assert float(right) < 0.01
    other = loss_of(Judged(verdicts, tokens), [pair], [CONTRADICTED], ["Ann"], [sentence])
    assert float(other) > 0.5


def test_the_verifier_that_is_exported_is_the_one_that_is_trained(
    pairing: Pairing, tmp_path: Path
) -> None:
    torch.manual_seed(1)
    model = VerifierModel(start()).eval()
    sentence = "Ann Webb opened the bridge."
    pair = pairing.pair(sentence, "Bridge", LINES)
    export(model, [(pair.ids, pair.types)], tmp_path / "verifier.safetensors")
    with torch.no_grad():
        exact = torch.softmax(model([pair]).verdicts[0], dim=0)
    served = Entailment(packed.load(tmp_path / "verifier.safetensors"))
    found = served.judge(sentence, "Bridge", LINES)
    assert found.supported == pytest.approx(float(exact[SUPPORTED]), abs=0.05)
    assert found.contradicted == pytest.approx(float(exact[CONTRADICTED]), abs=0.05)
