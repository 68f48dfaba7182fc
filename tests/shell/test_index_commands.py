"""`assistant index` from the shell: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from shell import ROOT, run

from index.generations import publish


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    write(tmp_path, "one.txt", "Bridge opens\nThe Harbour Bridge was opened on Monday.")
    return {
        "ASSISTANT_CORPUS": str(tmp_path / "corpus"),
        "ASSISTANT_INDEX_DIR": str(tmp_path / "index"),
    }


def write(folder: Path, name: str, text: str) -> None:
    (folder / "corpus").mkdir(exist_ok=True)
    (folder / "corpus" / name).write_text(text, encoding="utf-8")


def test_an_editor_s_day(tmp_path: Path, settings: dict[str, str]) -> None:
    built = run("index", "build", **settings)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("Indexed 1 article (1 passage) as generation ")

    write(tmp_path, "two.txt", "Tunnel closed\nThe Hill Tunnel was closed on Friday.")
    write(tmp_path, "empty.txt", "")
    write(
        tmp_path,
        "dump.jsonl",
        '{"title": "A", "text": "The ferry sank."}\nnonsense\n{"title": "B", "text": "It rose."}',
    )
    planned = run("index", "update", "--dry-run", **settings)
    assert "add     two.txt" in planned.stdout
    assert "3 added, 0 changed, 0 removed, 1 unchanged." in planned.stdout
    assert json.loads(run("index", "status", "--json", **settings).stdout)["articles"] == 1

    done = run("index", "update", **settings)
    assert done.returncode == 0
    assert "3 added, 0 changed, 0 removed, 1 unchanged." in done.stdout
    assert "skipped empty.txt: has no text" in done.stderr
    assert "skipped dump.jsonl:2: is not valid JSON" in done.stderr

    status = json.loads(run("index", "status", "--json", **settings).stdout)
    assert {
        *("generation", "articles", "passages", "dense", "created", "models"),
        *("size_bytes", "corpus", "skipped"),
    } <= set(status)
    assert (status["articles"], status["dense"]) == (4, 1.0)
    assert [s["path"] for s in status["skipped"]] == ["dump.jsonl:2", "empty.txt"]
    assert status["size_bytes"] > 10_000
    said = run("index", "status", **settings).stdout
    assert "answers by  words and vectors" in said and "skipped     empty.txt" in said

    back = run("index", "rollback", **settings)
    assert back.returncode == 0 and "answers again: 1 article" in back.stdout
    further = run("index", "rollback", **settings)
    assert further.returncode == 1 and "nothing to go back to" in further.stderr


def test_a_damaged_index_fails_the_status_and_an_update_says_that_it_mended_it(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    run("index", "build", **settings)
    (ends,) = (tmp_path / "index").glob("segments/*/terms/ends.npy")
    content = bytearray(ends.read_bytes())
    content[-8] ^= 1
    ends.write_bytes(content)

    status = run("index", "status", **settings)
    assert status.returncode == 1
    assert "damaged     " in status.stdout and "articles    1 (" in status.stdout
    assert "terms/ends.npy is not as it was written): make it whole with" in status.stderr
    assert status.stderr.count("\n") == 1
    as_json = run("index", "status", "--json", **settings)
    assert as_json.returncode == 1 and len(json.loads(as_json.stdout)["damaged"]) == 1
    asked = run("ask", "What was opened on Monday?", **settings)
    assert asked.returncode == 1 and asked.stderr == status.stderr.replace(
        f"in {tmp_path / 'index'} is", f"in {publish.current(tmp_path / 'index')} is"
    )

    done = run("index", "update", **settings)
    assert done.returncode == 0
    assert "Everything was indexed anew, for the index was damaged (" in done.stderr
    assert json.loads(run("index", "status", "--json", **settings).stdout)["damaged"] == []


def test_nothing_to_index_is_exit_1_and_one_line(tmp_path: Path) -> None:
    settings = {
        "ASSISTANT_CORPUS": str(tmp_path / "corpus"),
        "ASSISTANT_INDEX_DIR": str(tmp_path / "index"),
    }
    write(tmp_path, "a.txt", "")
    for command in ("build", "update"):
        done = run("index", command, **settings)
        assert done.returncode == 1
        assert "no usable article (a.txt: has no text)" in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_bad_mapping_of_fields_is_wrong_usage(settings: dict[str, str]) -> None:
    done = run("index", "update", **settings, ASSISTANT_FIELDS="headline")
    assert done.returncode == 2
    assert "ASSISTANT_FIELDS is not usable" in done.stderr and done.stderr.count("\n") == 1


def test_a_second_writer_is_told_who_holds_the_lock(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    with publish.writing(tmp_path / "index"):
        done = run("index", "update", **settings)
    assert done.returncode == 1
    assert f"process {os.getpid()}, since " in done.stderr and done.stderr.count("\n") == 1


def test_watching_keeps_the_index_current(tmp_path: Path, settings: dict[str, str]) -> None:
    watching = subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **settings},
    )
    assert watching.stdout is not None and watching.stderr is not None
    try:
        while not watching.stdout.readline().startswith("Indexed 1 article"):
            pass
        write(tmp_path, ".hidden.txt", "Hidden\nNobody reads this.")
        write(tmp_path, "two.txt", "Tunnel closed\nThe Hill Tunnel was closed on Friday.")
        while not watching.stdout.readline().startswith("Indexed 2 articles"):
            pass
        watching.send_signal(signal.SIGINT)
        assert watching.wait(60) == 0
        assert watching.stderr.read() == ""
    finally:
        watching.kill()
        watching.wait()
