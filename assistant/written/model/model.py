"""A chosen model, asked: its text as it comes, within limits of time and number, and stopped when
nobody reads on.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import socket
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.written.model import local
from assistant.written.model.choice import Choice, read_choice
from assistant.written.model.connect import Terms, check, connect, server_of
from assistant.written.model.faults import ModelError, fault_of
from index.errors import AssistantError

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

    from assistant.settings import Settings

# Seconds before the second and the third try, unless the server names a time; and the longest
# time that it may name.
_BACKOFF = (0.5, 1.5)
_LONGEST_WAIT = 4.0
# Seconds that a server on the network has to take a connection, and a question to get its turn.
_CONNECT = 1.5
_TURN = 5.0
# A reply that goes on for this many times the patience is given up, words or no words.
_WHOLE = 3
_REPLY = 700
_LOCAL_REPLY = 160
_ENDS_CUT = ("length", "max_tokens")

Messages = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Piece:
    """A piece of a reply; the last one has no text and tells whether the reply is `whole`: None
    where the provider does not say.
    """

    text: str
    whole: bool | None = None


class Model:
    """The language model that a setting names; connected at its first use, safe for many threads.

    `context` is how many tokens it may be shown and write, `reply` how many of them it may write.
    """

    def __init__(self, choice: Choice, settings: Settings) -> None:
        self.choice = choice
        self.name = choice.name
        own = choice.provider == "local"
        self.context = min(settings.llm_context, local.CONTEXT) if own else settings.llm_context
        self.reply = min(_LOCAL_REPLY if own else _REPLY, self.context // 3)
        self._patience = settings.llm_timeout
        self._key = settings.llm_api_key
        at_once = min(settings.llm_at_once, local.AT_ONCE) if own else settings.llm_at_once
        self._turns = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._llm: LLM | None = None

    def warm_up(self) -> None:
        """Connect in a thread of its own, so that the first question does not wait for it."""
        threading.Thread(target=self._try_to_connect, name="llm-start", daemon=True).start()

    def pieces(self, messages: Messages) -> Generator[Piece]:
        """The reply to `messages`, (role, text) pairs, as it comes; the last piece ends it.

        Closing the iterator stops the model. Raises ModelError when there is no usable reply.
        """
        if not self._turns.acquire(timeout=_TURN):
            raise ModelError("is busy with other questions")
        try:
            for wait in (*_BACKOFF, None):
                try:
                    yield from self._once(messages)
                    return
                except ModelError as fault:
                    # Only a model that has not begun to speak raises a passing fault.
                    pause = fault.wait if fault.wait is not None else wait
                    if not fault.passing or wait is None or (pause or 0) > _LONGEST_WAIT:
                        raise
                    time.sleep(pause or 0)
        finally:
            self._turns.release()

    def _once(self, messages: Messages) -> Generator[Piece]:
        self._knock()
        llm = self._connected()
        from llama_index.core.llms import ChatMessage

        asked = [ChatMessage(role=role, content=text) for role, text in messages]
        said: queue.Queue[Piece | ModelError] = queue.Queue()
        task = asyncio.run_coroutine_threadsafe(self._listen(llm, asked, said), self._loop)
        deadline = time.monotonic() + _WHOLE * self._patience
        try:
            while True:
                left = min(self._patience, deadline - time.monotonic())
                try:
                    piece = said.get(timeout=max(0.0, left))
                except queue.Empty:
                    raise ModelError("took too long") from None
                if isinstance(piece, ModelError):
                    raise piece
                yield piece
                if not piece.text:
                    return
        finally:
            # The task's connection is closed with it, and that is what stops a server's work.
            task.cancel()

    async def _listen(
        self, llm: LLM, asked: Sequence[ChatMessage], said: queue.Queue[Piece | ModelError]
    ) -> None:
        begun = False
        whole: bool | None = None
        try:
            async for response in await llm.astream_chat(asked):
                whole = _is_whole(response) if whole is None else whole
                if response.delta:
                    begun = True
                    said.put(Piece(response.delta))
        except Exception as error:
            fault = fault_of(error)
            said.put(ModelError(fault.what) if begun else fault)
        else:
            said.put(Piece("", whole))

    def _knock(self) -> None:
        """Find out at once that nobody is there; a client would go on trying for a long time.

        It comes before the integration is imported, which takes a second or two.
        """
        where = server_of(self.choice)
        if where is None or os.environ.get("HTTPS_PROXY") or os.environ.get("HTTP_PROXY"):
            return
        try:
            socket.create_connection(where, _CONNECT).close()
        except OSError as error:
            raise ModelError("could not be reached") from error

    def _connected(self) -> LLM:
        if not self._lock.acquire(timeout=self._patience):
            raise ModelError("is still being started")
        try:
            if self._llm is None:
                terms = Terms(
                    self.context,
                    self.reply,
                    self._patience,
                    self._key.get_secret_value() if self._key else None,
                )
                try:
                    self._llm = connect(self.choice, terms)
                except AssistantError as error:
                    reason = " ".join(str(error).split()).rstrip(".")
                    raise ModelError(f"could not be started ({reason})") from error
            return self._llm
        finally:
            self._lock.release()

    def _try_to_connect(self) -> None:
        # Whoever asks first is told what is wrong; a thread has nobody to tell.
        with contextlib.suppress(Exception):
            self._knock()
            self._connected()

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="llm", daemon=True).start()
        return loop


def chosen(settings: Settings) -> Model:
    """The model that the settings name, connecting in the background.

    Raises ModelSetupError when it cannot be used on this machine, ValueError when none is named.
    """
    choice = read_choice(settings.llm or "")
    check(choice)
    model = Model(choice, settings)
    model.warm_up()
    return model


def _is_whole(response: ChatResponse) -> bool | None:
    """Whether a chunk says that the reply ended of itself (True) or was cut (False), if it does.

    OpenAI's `choices[0].finish_reason`, Ollama's `done_reason`, Anthropic's `delta.stop_reason`.
    """
    raw = response.raw
    reasons = []
    if isinstance(raw, dict):
        reasons = [raw.get("done_reason"), getattr(raw.get("delta"), "stop_reason", None)]
    else:
        choices = getattr(raw, "choices", None) or [None]
        reasons = [
            getattr(choices[0], "finish_reason", None),
            getattr(raw, "done_reason", None),
            getattr(getattr(raw, "delta", None), "stop_reason", None),
        ]
    said = next((reason for reason in reasons if isinstance(reason, str)), None)
    return None if said is None else said not in _ENDS_CUT
