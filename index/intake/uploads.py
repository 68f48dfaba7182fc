"""Taking files into the corpus that somebody sent, about whom nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.article import Article
from index.errors import ArticleError, AssistantError
from index.generations.writer import Progress, unreported
from index.intake.acquire import Acquired
from index.intake.file_names import safe_name
from index.intake.local_files import copy_file
from index.intake.saving import sweep
from index.reading.corpus import ReadOptions, read_file
from index.reading.corpus_files import SUFFIXES, is_read
from index.reading.skipped import Skipped


def take_files(
    files: Sequence[Path],
    corpus: Path,
    options: ReadOptions,
    progress: Progress = unreported,
) -> Acquired:
    """Copy into the folder `corpus` those of `files` that hold an article.

    Each is read before it is saved: what gives no article is not kept, and named in `skipped` by
    the name that it was sent with. None replaces another (the copy is then called `-2`, as a note
    tells). `progress` is called with "check", how many are done, and how many there are.
    """
    saved: list[str] = []
    unchanged: list[str] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    for done, file in enumerate(files, 1):
        name = safe_name(file.name)
        try:
            _check(file, name, options)
            copied = copy_file(file, corpus)
        except OSError as error:
            skipped.append(Skipped(name, f"cannot be saved ({error.strerror or error})"))
        except AssistantError as error:
            skipped.append(Skipped(name, str(error)))
        else:
            (saved if copied.changed else unchanged).append(copied.name)
            if copied.changed and copied.name != copied.wanted:
                notes.append(
                    f"{copied.wanted} was there with other content: saved as {copied.name}"
                )
        progress("check", done, len(files))
    sweep(corpus)
    return Acquired(tuple(saved), tuple(unchanged), tuple(skipped), tuple(notes))


def _check(file: Path, name: str, options: ReadOptions) -> None:
    """Raise ArticleError with the reason when `file` holds no article."""
    if not is_read(name):
        raise ArticleError(f"is in no form that is read ({', '.join(SUFFIXES)})")
    reason = None
    for found in read_file(file, name, options):
        if isinstance(found, Article):
            return  # and what else is wrong in a dump is for the index to tell
        reason = reason or found.reason
    raise ArticleError(f"holds no article: the first record {reason}" if reason else "is empty")
