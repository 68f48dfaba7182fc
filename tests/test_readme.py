"""The README is true: its sessions are run, its commands and settings are all there are."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.shell.cli import app, index_app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def sessions() -> list[tuple[str, str]]:
    """Each command of the console blocks, with what it prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


@pytest.mark.parametrize(("command", "printed"), sessions(), ids=lambda text: text[:40])
def test_sessions_are_real(command: str, printed: str, seed_index: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={
            **os.environ,
            "ASSISTANT_INDEX_DIR": str(seed_index),
            "COLUMNS": "80",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == printed.strip()


def test_python_examples_are_real(seed_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX_DIR", str(seed_index))
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        examples = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
        assert doctest.DocTestRunner().run(examples).failed == 0


def test_every_setting_is_listed_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        default = "unset" if field.default is None else f"`{field.default}`"
        assert f"| `ASSISTANT_{name.upper()}` | {default} |" in README


def test_every_command_is_listed() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"`assistant {command.callback.__name__}" in README
    for command in index_app.registered_commands:
        assert command.callback is not None
        assert f"`assistant index {command.callback.__name__}" in README


def test_every_benchmark_figure_s_command_exists() -> None:
    text = README + (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    for module in set(re.findall(r"python -m benchmarks\.(\w+)", text)):
        assert (ROOT / "benchmarks" / f"{module}.py").is_file()
