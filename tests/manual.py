"""The manual, which is README.md and the pages of docs/, and the examples in it.

Four kinds of fenced block are examples. The tests run them, and `make sessions` writes them anew:

- `console`: commands after `$ `, each with what it prints about the seed article;
- `python`: a doctest; the blocks of a page share their names;
- `pycon`: a doctest of a client of the service at localhost:7860;
- `bash` that begins with curl, with a `text` block after it: the same in the shell.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FILES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PAGES = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in FILES}
SERVICE = "localhost:7860"
"""The address that the manual writes for the service."""

CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"(?<=^```python\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
CLIENT = re.compile(r"(?<=^```pycon\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
CURL = re.compile(
    r"^```bash\n(?P<command>curl .*?)^```\n\n```text\n(?P<printed>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


def commands(block: str) -> list[tuple[str, str]]:
    """Each command of a console block, with what the block says that it prints."""
    parts = [part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, printed) for command, _, printed in parts]


def printed_by(command: str, **settings: str) -> str:
    """What `command` prints in a shell of 80 columns. Raises CalledProcessError if it fails."""
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={
            **os.environ,
            **settings,
            "COLUMNS": "80",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def console_anew(block: str, **settings: str) -> str:
    """A console block with what its commands print now."""
    lines = []
    for command, _ in commands(block):
        said = printed_by(command, **settings).strip()
        lines += [f"$ {command}", said] if said else [f"$ {command}"]
    return "".join(f"{line}\n" for line in lines)


def doctest_anew(block: str, names: dict[str, Any]) -> str:
    """A doctest block with what its statements give now; `names` are kept from block to block.

    What a statement raises is raised.
    """
    pieces = doctest.DocTestParser().parse(block)
    examples = [piece for piece in pieces if isinstance(piece, doctest.Example)]
    test = doctest.DocTest(examples, names, "manual", None, 0, block)
    recorder = _Recorder(verbose=False)
    recorder.run(test, clear_globs=False)
    names.update(test.globs)
    given = iter(recorder.given)
    return "".join(
        piece if isinstance(piece, str) else _source(piece) + _BLANK.sub("<BLANKLINE>", next(given))
        for piece in pieces
    )


_BLANK = re.compile(r"^[ ]*$(?=\n)", re.MULTILINE)


def _source(example: doctest.Example) -> str:
    first, *others = example.source.splitlines()
    return "".join([f">>> {first}\n", *(f"... {other}\n" for other in others)])


class _Recorder(doctest.DocTestRunner):
    """Keeps what each example gives, right or wrong."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.given: list[str] = []

    def report_start(self, out: Any, test: Any, example: Any) -> None:
        pass

    def report_success(self, out: Any, test: Any, example: Any, got: str) -> None:
        self.given.append(got)

    report_failure = report_success

    def report_unexpected_exception(self, out: Any, test: Any, example: Any, exc_info: Any) -> None:
        raise exc_info[1]
