"""What a killed server leaves lying is removed by the next one."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ui.editors.uploads import upload_folder


def test_only_the_folders_of_dead_processes_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    names = (ended.pid, os.getpid(), "cuttings", "9" * 20)
    orphan, alive, *others = (tmp_path / f"news-assistant-{name}-x" for name in names)
    for folder in (orphan, alive, *others):
        folder.mkdir()
        (folder / "sent.txt").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")  # put back as it was, after it is set below
    made = upload_folder.__wrapped__()
    assert {folder.name for folder in tmp_path.iterdir()} == {
        made.name,
        alive.name,
        *(folder.name for folder in others),
    }
