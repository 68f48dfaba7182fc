"""The README and the manual are true: their examples are run, their tables have all there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from manual import CONSOLE, PAGES, PYTHON, ROOT, commands, console_anew, doctest_anew, printed_by

from assistant import Assistant
from assistant.settings import Settings
from assistant.shell.cli import app, index_app

README = PAGES["README.md"]
SETTINGS = PAGES["docs/settings.md"]
SESSIONS = [
    (page, command, printed)
    for page, text in PAGES.items()
    for block in CONSOLE.findall(text)
    for command, printed in commands(block)
]
WIDOW = """Mill for sale

The mill at Ostrum was built by Ivan Kessler, a miller who died in 2011. He left it to the village.

His widow, Greta Moll, wants to sell it. She said that the roof would not last another winter.
"""


@pytest.mark.parametrize(("page", "command", "printed"), SESSIONS, ids=lambda text: text[:40])
def test_sessions_are_real(page: str, command: str, printed: str, seed_index: Path) -> None:
    said = printed_by(command, ASSISTANT_INDEX_DIR=str(seed_index))
    assert said.strip() == printed.strip()


@pytest.mark.parametrize("page", [page for page, text in PAGES.items() if PYTHON.search(text)])
def test_python_examples_are_real(
    page: str, seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX_DIR", str(seed_index))
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    for block in PYTHON.findall(PAGES[page]):
        assert doctest_anew(block, names) == block


def test_examples_are_written_anew_with_what_they_give() -> None:
    assert console_anew("$ echo one\nwrong\n$ true\n$ echo two\n") == (
        "$ echo one\none\n$ true\n$ echo two\ntwo\n"
    )
    names: dict[str, Any] = {}
    assert doctest_anew(">>> one = 1\n\n", names) == ">>> one = 1\n\n"
    block = ">>> one + 1\n3\n>>> print(\n...     'a\\n\\nb'\n... )\n"
    assert doctest_anew(block, names).splitlines() == [
        *(">>> one + 1", "2", ">>> print(", "...     'a\\n\\nb'", "... )"),
        *("a", "<BLANKLINE>", "b"),
    ]


def test_the_readme_and_the_manual_have_examples() -> None:
    assert {page for page, _, _ in SESSIONS} >= {"README.md", "docs/asking.md", "docs/editors.md"}
    assert PYTHON.search(README) and PYTHON.search(PAGES["docs/python.md"])


def test_every_setting_is_listed_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        default = "unset" if field.default is None else f"`{field.default}`"
        assert f"| `ASSISTANT_{name.upper()}` | {default} |" in SETTINGS


def test_every_command_is_listed() -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"| `assistant {command.callback.__name__}" in SETTINGS
    for command in index_app.registered_commands:
        assert command.callback is not None
        assert f"| `assistant index {command.callback.__name__}" in SETTINGS


def test_every_figure_s_command_exists() -> None:
    text = "".join(PAGES.values()) + (ROOT / "benchmarks/README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"python -m (benchmarks|training)\.(\w+(?:\.\w+)?)", text))
    assert len(named) > 15
    for package, module in named:
        file = ROOT / package / f"{module.replace('.', '/')}.py"
        assert file.is_file(), f"{package}.{module}"


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    assert README.count("\n") <= 160
    for page, text in PAGES.items():
        assert text.count("\n") <= 200, page
        assert page == "README.md" or f"]({page})" in README, page


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_link_to_a_file_leads_to_one(page: str) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", PAGES[page]):
        assert (ROOT / page).parent.joinpath(link).exists(), link


def test_every_test_that_the_readme_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", README)
    assert len(named) >= 3
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"


def test_nothing_is_put_into_a_quotation(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "mill.txt").write_text(WIDOW, encoding="utf-8")
    assistant = Assistant.open(corpus=corpus, index_dir=tmp_path / "index")
    answer = assistant.ask("Who said the roof would not last another winter?")
    assert answer.answered
    assert any("She said that the roof" in c.quote for c in answer.citations)
    said = re.sub(r"\s*\[\d+\]", "", answer.text)
    assert said.split() == " ".join(c.quote for c in answer.citations).split()
