"""Starting Python again, with the packages of this process and none of the current folder's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_ROOT = str(Path(__file__).resolve().parents[2])


def module_command(module: str) -> list[str]:
    """The command that runs `module` of this project in a process of its own."""
    # -P: the folder that somebody happens to be in holds no modules for it.
    return [sys.executable, "-P", "-m", module]


def module_environment(**variables: str) -> dict[str, str]:
    """The environment for `module_command`: this process's, with `variables`.

    The module is found in the folder that this one was found in, and what it imports where this
    process would find it, but never in the current folder (unless the project lies there).
    """
    try:
        here = Path.cwd()
    except OSError:  # it has been removed, and with it all that was in it
        here = None
    path = [
        entry
        for entry in sys.path
        if Path(entry).is_absolute() and (entry == _ROOT or Path(entry).resolve() != here)
    ]
    if _ROOT not in path:
        path.insert(0, _ROOT)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), **variables}
