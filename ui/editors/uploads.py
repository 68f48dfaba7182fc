"""Files that browsers send: who may send them, where they lie, and when they are removed.

Gradio writes what is sent to /gradio_api/upload into a folder, and serves from it. Here that is a
folder of this process alone, in which nothing is left lying.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.service import Policy
from ui.gate import UPLOAD, refused

_UNUSED_SECONDS = 3_600
_PREFIX = "news-assistant-"


@cache
def upload_folder() -> Path:
    """The folder that takes what is sent to this process; it goes when the process does.

    To be called before any component is made, for each asks once where the folder is.
    """
    _remove_orphans()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")).resolve()
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _remove_orphans() -> None:
    """Remove the folders of this user's processes that were killed before they could do so."""
    if os.name != "posix":
        return  # there is no asking elsewhere whether a process runs
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}[0-9]*-*"):
        with contextlib.suppress(OSError, ValueError, OverflowError):
            owned = folder.stat(follow_symlinks=False).st_uid == os.getuid()
            if owned and folder.is_dir() and not _is_running(int(folder.name.split("-")[2])):
                shutil.rmtree(folder, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # somebody else's
    return True


def is_uploaded(path: Path) -> bool:
    """Whether `path`, which a browser named, is a file that was sent here."""
    return (
        path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(upload_folder())
    )


class _Sent(BaseModel):
    path: Path


_SENT = TypeAdapter(list[_Sent])


def sent_files(value: object) -> list[Path]:
    """The files that the unprocessed `value` of a gr.File names; none for what is no such value."""
    try:
        return [sent.path for sent in _SENT.validate_python(value)]
    except ValidationError:
        return []


def discard(files: Iterable[Path]) -> None:
    """Remove what was sent, once it has been used."""
    for file in files:
        if is_uploaded(file):
            # Each lies in a folder named by its hash.
            with contextlib.suppress(OSError):
                file.unlink()
                file.parent.rmdir()


class UploadGuard:
    """ASGI middleware: who may upload, and that nothing of it stays behind."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy
        self._at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope.get("path") != UPLOAD:
            await self._app(scope, receive, send)
        elif not self._policy.may_edit:
            await refused(403, "Nothing may be uploaded here.")(scope, receive, send)
        else:
            self._at_once += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._at_once -= 1
                self._tidy()

    def _tidy(self) -> None:
        """Remove what broken uploads left, and what was uploaded long ago and never used."""
        old = time.time() - _UNUSED_SECONDS
        for left in upload_folder().iterdir():
            with contextlib.suppress(OSError):
                if left.is_dir():
                    if left.stat().st_mtime < old:
                        shutil.rmtree(left, ignore_errors=True)
                elif not self._at_once:
                    # Whole files lie in folders: only one that is on its way lies here.
                    left.unlink()
