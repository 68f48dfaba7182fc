"""The code itself: style, types, and imports that point one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {"index": {"index"}, "assistant": {"index", "assistant"}, "ui": {"assistant", "ui"}}


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
    ],
    ids=" ".join,
)
def test_checkers_are_content(command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_point_one_way(package: str) -> None:
    for file in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            ours = {name.split(".")[0] for name in names} & set(ALLOWED)
            assert ours <= ALLOWED[package], f"{file.name} imports {ours}"


_MODULES = 20


def test_files_hold_one_idea() -> None:
    for package in (*ALLOWED, "benchmarks"):
        for file in (ROOT / package).rglob("*.py"):
            lines = file.read_text(encoding="utf-8").count("\n")
            assert lines <= 400, f"{file.relative_to(ROOT)} has {lines} lines"


def test_a_folder_holds_twenty_modules_at_most() -> None:
    for package in (*ALLOWED, "tests", "training"):
        folders = {file.parent for file in (ROOT / package).rglob("*.py")}
        for folder in folders:
            modules = len(list(folder.glob("*.py")))
            assert modules <= _MODULES, f"{folder.relative_to(ROOT)} has {modules} modules"


def test_help_is_quick_because_nothing_is_imported_for_it() -> None:
    code = (
        "import sys; import assistant.shell.cli, assistant.settings;"
        "sys.exit(bool({'chromadb', 'llama_index', 'onnxruntime', 'bm25s'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_asking_does_not_import_torch_or_gradio() -> None:
    code = (
        "import sys; from assistant import Assistant; import assistant.shell.cli;"
        "sys.exit(bool({'torch', 'transformers', 'gradio'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
