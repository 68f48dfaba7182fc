"""Run every example of the manual, and write down what it gives: `make sessions`.

Read the difference before it is committed (`git diff README.md docs`): a worse answer is written
down as readily as a better one.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from re import Match
from typing import Any

from manual import (
    CLIENT,
    CONSOLE,
    CURL,
    FILES,
    PYTHON,
    ROOT,
    SERVICE,
    console_anew,
    doctest_anew,
    printed_by,
)
from serving import serving

from assistant import Assistant
from assistant.service import Policy
from ui import create_app


def main() -> None:
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        del os.environ[name]
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        index_dir = Path(folder) / "index"
        assistant = Assistant.open(corpus=ROOT / "seeds", index_dir=index_dir)
        os.environ["ASSISTANT_INDEX_DIR"] = str(index_dir)
        with serving(create_app(assistant, Policy(per_minute=0))) as address:
            here = address.removeprefix("http://")
            for file in FILES:
                text = file.read_text(encoding="utf-8")
                if (now := anew(text, here)) != text:
                    file.write_text(now, encoding="utf-8")
                    print(f"{file.relative_to(ROOT)} has changed")


def anew(text: str, here: str) -> str:
    """A page with what its examples give now, the service being at the address `here`."""
    text = CONSOLE.sub(lambda found: console_anew(found[0]), text)
    text = PYTHON.sub(_doctest({}), text)
    text = CLIENT.sub(lambda found: _client(found, here), text)
    return CURL.sub(partial(_curl, here), text)


def _doctest(names: dict[str, Any]) -> Callable[[Match[str]], str]:
    return lambda found: doctest_anew(found[0], names)


def _client(found: Match[str], here: str) -> str:
    return doctest_anew(found[0].replace(SERVICE, here), {}).replace(here, SERVICE)


def _curl(here: str, found: Match[str]) -> str:
    said = printed_by(found["command"].replace(SERVICE, here)).replace(here, SERVICE)
    return found[0].replace(f"```text\n{found['printed']}", f"```text\n{said}")


if __name__ == "__main__":
    main()
