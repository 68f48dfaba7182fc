from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import run


@pytest.fixture(scope="module")
def settings(seed_index: Path) -> dict[str, str]:
    return {"ASSISTANT_INDEX_DIR": str(seed_index)}


def test_ask_prints_the_answer_and_its_numbered_sources(settings: dict[str, str]) -> None:
    done = run("ask", "What did Healey say?", **settings)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith("British Defense Secretary John Healey reinforced")
    assert "[1] Shifting Dynamics" in done.stdout
    assert done.stdout.count("“British Defense Secretary") == 1


def test_asking_reports_to_nobody(settings: dict[str, str], tmp_path: Path) -> None:
    """onnxruntime would keep what it is going to send below the home folder."""
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    assert run("ask", "What did Healey say?", **settings, **home).returncode == 0
    assert not list(tmp_path.rglob("*onnxruntime*"))


def test_ask_reads_a_question_from_standard_input(settings: dict[str, str]) -> None:
    done = run("ask", "-", "--json", stdin="what did barrot say\n", **settings)
    answer = json.loads(done.stdout)
    assert answer["answered"]
    assert "dangerous precedent" in answer["citations"][0]["quote"]


@pytest.mark.parametrize(
    ("question", "line"),
    [("", "The question is empty"), ("x" * 2001, "the limit is 2,000")],
)
def test_a_bad_question_is_wrong_usage(settings: dict[str, str], question: str, line: str) -> None:
    done = run("ask", question, **settings)
    assert done.returncode == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_fault_is_one_line_and_a_traceback_only_with_debug(tmp_path: Path) -> None:
    settings = {
        "ASSISTANT_CORPUS": str(tmp_path / "nowhere"),
        "ASSISTANT_INDEX_DIR": str(tmp_path / "index"),
    }
    done = run("ask", "hello", **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert "does not exist: create it" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" in run("--debug", "ask", "hello", **settings).stderr


def test_a_bad_setting_is_wrong_usage(settings: dict[str, str]) -> None:
    done = run("ask", "hello", **settings, ASSISTANT_PORT="many")
    assert done.returncode == 2
    assert "ASSISTANT_PORT is not usable" in done.stderr


def test_chat_understands_follow_ups(settings: dict[str, str]) -> None:
    done = run("chat", stdin="what did healey say?\nand barrot?\n/clear\n\n", **settings)
    assert done.returncode == 0
    assert "Understood as: What did Barrot say?" in done.stdout
    assert "dangerous precedent" in done.stdout
    assert "A new conversation." in done.stdout


def test_chat_ends_with_its_input(settings: dict[str, str]) -> None:
    assert run("chat", stdin="", **settings).returncode == 0


def test_build_and_status(tmp_path: Path) -> None:
    settings = {"ASSISTANT_INDEX_DIR": str(tmp_path / "index")}
    missing = run("index", "status", **settings)
    assert missing.returncode == 1
    assert "build it with `assistant index build`" in missing.stderr
    built = run("index", "build", **settings)
    assert built.returncode == 0
    assert built.stdout.startswith("Indexed 1 article (3 passages) as generation ")
    status = json.loads(run("index", "status", "--json", **settings).stdout)
    assert (status["articles"], status["passages"]) == (1, 3)
    assert "articles    1" in run("index", "status", **settings).stdout


@pytest.mark.parametrize(
    "command",
    [(), ("ask",), ("chat",), ("serve",), ("index",), ("index", "build"), ("index", "status")],
)
def test_help_has_an_example(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert "Example: " in done.stdout


def test_wrong_usage_is_exit_2() -> None:
    assert run("nonsense").returncode == 2
    assert run("ask").returncode == 2
