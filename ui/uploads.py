"""Files that browsers send: how large they may be, where they lie, and when they are removed.

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
from typing import Any

import gradio as gr
from gradio_client.utils import is_file_obj_with_meta, traverse
from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.service import Policy

_ROUTE = "/gradio_api/upload"
# What Gradio would fetch from other hosts for whoever asks.
_FOREIGN = ("/gradio_api/file=http", "/gradio_api/proxy=")
# The envelope of a file in a multipart body: its boundary, name and type.
_ENVELOPE_BYTES = 2_000
_UNUSED_SECONDS = 3_600


@cache
def upload_folder() -> Path:
    """The folder that takes what is sent to this process; it goes when the process does.

    To be called before any component is made, for each asks once where the folder is.
    """
    folder = Path(tempfile.mkdtemp(prefix="news-assistant-")).resolve()
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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


class UploadPage(gr.Blocks):
    """Blocks whose events take only files that were sent here.

    Mounted on an application, Gradio does not look: whatever path or address a browser names as a
    file would be copied, or fetched, to where it can be read.
    """

    async def preprocess_data(
        self, block_fn: Any, inputs: list[Any], *more: Any, **named: Any
    ) -> Any:
        """Check `inputs`, then prepare them. Raises gr.Error."""
        traverse(inputs, _checked, is_file_obj_with_meta)
        return await super().preprocess_data(block_fn, inputs, *more, **named)


def _checked(named: dict[str, Any]) -> dict[str, Any]:
    if not is_uploaded(Path(str(named["path"]))):
        raise gr.Error("This file was not uploaded, or is no longer there.", print_exception=False)
    return named


class UploadGuard:
    """ASGI middleware: who may upload, how much at a time, and that nothing of it stays behind."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy
        self._most = policy.upload_bytes + policy.upload_files * _ENVELOPE_BYTES
        self._at_once = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        path = scope.get("path", "")
        if path.startswith(_FOREIGN):
            await _refused(403, "Nothing is fetched from elsewhere.")(scope, receive, send)
        elif path != _ROUTE:
            await self._app(scope, receive, send)
        elif not self._policy.may_edit:
            await _refused(403, "Nothing may be uploaded here.")(scope, receive, send)
        else:
            await self._upload(scope, receive, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > self._most:
            await self._too_large()(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                raise _TooMuchError
            return message

        async def unless_too_large(message: Message) -> None:
            # What Gradio says of the upload that was cut off is not what was wrong with it.
            if received <= self._most:
                await send(message)

        self._at_once += 1
        try:
            await self._app(scope, counted, unless_too_large)
        except _TooMuchError:
            await self._too_large()(scope, receive, send)
        finally:
            self._at_once -= 1
            self._tidy()

    def _too_large(self) -> PlainTextResponse:
        most = self._policy.upload_bytes / 1_000_000
        return _refused(413, f"At most {most:g} MB are uploaded at a time.")

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


class _TooMuchError(Exception):
    """More was sent than is allowed."""


def _refused(status: int, line: str) -> PlainTextResponse:
    return PlainTextResponse(line, status)
