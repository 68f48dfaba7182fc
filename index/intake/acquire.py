"""Taking articles into the corpus: from a file, a folder, a web page or a feed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import ArticleError, AssistantError, CorpusError
from index.generations.writer import Progress, unreported
from index.intake.feed_pages import entry_articles
from index.intake.feeds import is_feed, parse_feed
from index.intake.fetch import Fetched, fetch
from index.intake.file_names import page_name, split_ending
from index.intake.local_files import copy_file, files_of, local_folder_name
from index.intake.saving import sweep
from index.intake.web_files import earlier_version, keep_article, keep_document
from index.reading.corpus_files import SUFFIXES
from index.reading.formats.html import parse_page
from index.reading.skipped import Skipped

_WEB = re.compile(r"[a-z][a-z0-9+.-]*://", re.I)
_DOCUMENT_TYPES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "text/csv": ".csv",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_PAGE_TYPES = {"text/html", "application/xhtml+xml"}
_LOOKS_LIKE_A_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|!--)", re.I)


@dataclass(frozen=True)
class Acquired:
    """What one target brought into the corpus; names are relative to it.

    `saved` are new or replaced files, `unchanged` those that were there with the same content,
    `skipped` what could not be had, with reasons; `notes` are lines worth telling besides.
    """

    saved: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Gathered:
    saved: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, *, changed: bool) -> None:
        (self.saved if changed else self.unchanged).append(name)

    def done(self) -> Acquired:
        # Sorted, for the pages of a feed come in as they will.
        return Acquired(
            tuple(sorted(set(self.saved))),
            tuple(sorted(set(self.unchanged) - set(self.saved))),
            tuple(sorted(self.skipped, key=lambda skipped: skipped.path)),
            tuple(self.notes),
        )


def acquire(
    target: str,
    corpus: Path,
    *,
    allow_private: bool = False,
    progress: Progress = unreported,
) -> Acquired:
    """Take `target` (a file, a folder, or the address of a page, document or feed) into `corpus`.

    Local files are copied, pages saved as text files with front matter under `web/<host>/`. A
    local file never replaces another; an address that is fetched again replaces what it gave
    before. An entry of a folder or feed that fails costs that entry and is named in `skipped`;
    `progress` is called with "fetch" or "copy", how many are done, and how many there are.
    Raises FetchError, ArticleError or CorpusError, one line each, when the target itself fails.
    """
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        if _WEB.match(target):
            got = _from_web(target, corpus, allow_private, progress)
        elif Path(target).is_dir():
            got = _from_folder(Path(target), corpus, progress)
        else:
            got = _from_file(Path(target), corpus)
    except OSError as error:
        raise CorpusError(f"{target} cannot be added: {_reason(error)}.") from error
    for folder in {(corpus / name).parent for name in got.saved + got.unchanged}:
        sweep(folder)
    return got


def _from_file(file: Path, corpus: Path) -> Acquired:
    gathered = _Gathered()
    try:
        _copy(file, corpus, "", gathered)
    except ArticleError as error:
        raise ArticleError(f"{file} {error}.") from error
    return gathered.done()


def _from_folder(folder: Path, corpus: Path, report: Progress) -> Acquired:
    gathered = _Gathered()
    top = local_folder_name(folder)
    found = list(files_of(folder, corpus))
    for done, one in enumerate(found, 1):
        if isinstance(one, Skipped):
            gathered.skipped.append(one)
        else:
            inside, file = one
            try:
                _copy(file, corpus, f"{top}/{inside}".rstrip("/"), gathered)
            except OSError as error:
                gathered.skipped.append(Skipped(str(file), _reason(error)))
            except AssistantError as error:
                gathered.skipped.append(Skipped(str(file), str(error)))
        report("copy", done, len(found))
    if not found:
        raise CorpusError(f"{folder} holds no file that is read ({', '.join(SUFFIXES)}).")
    return gathered.done()


def _copy(file: Path, corpus: Path, under: str, gathered: _Gathered) -> None:
    copied = copy_file(file, corpus, under)
    gathered.add(copied.name, changed=copied.changed)
    if copied.changed and copied.name != copied.wanted:
        gathered.notes.append(
            f"{copied.wanted} was there with other content: saved as {copied.name}"
        )


def _from_web(url: str, corpus: Path, allow_private: bool, report: Progress) -> Acquired:
    fetched = fetch(url, allow_private=allow_private)
    report("fetch", 1, 1)
    gathered = _Gathered()
    try:
        if is_feed(fetched.content, fetched.content_type):
            return _from_feed(fetched, corpus, allow_private, report)
        ending = _document_ending(fetched)
        if ending is None:
            name = page_name(fetched.url)
            article = parse_page(fetched.content, name, fetched.url, fetched.charset)
            kept = keep_article(corpus, article)
        else:
            kept = keep_document(corpus, fetched, ending)
    except ArticleError as error:
        raise ArticleError(f"{url} {error}.") from error
    gathered.add(kept.name, changed=kept.changed)
    return gathered.done()


def _from_feed(
    fetched: Fetched,
    corpus: Path,
    allow_private: bool,
    report: Progress,
) -> Acquired:
    gathered = _Gathered()
    feed = parse_feed(fetched.content, fetched.url)
    total = len(feed.entries)
    if feed.left_out:
        gathered.notes.append(
            f"{fetched.url} has {total + feed.left_out:,} entries: the {total} newest were taken"
        )
    for done, (entry, article) in enumerate(entry_articles(feed, allow_private=allow_private), 1):
        label = entry.url or entry.title or "an entry without a title"
        if isinstance(article, ArticleError):
            gathered.skipped.append(Skipped(label, str(article)))
        else:
            try:
                # A page that cannot be had today does not cost what it gave before.
                earlier = earlier_version(corpus, entry.url) if article.text == entry.text else None
                if earlier is not None and len(earlier.text) > len(article.text):
                    gathered.add(earlier.path, changed=False)
                    continue
                kept = keep_article(corpus, article, folder_of=fetched.url)
                gathered.add(kept.name, changed=kept.changed)
            except OSError as error:
                gathered.skipped.append(Skipped(label, f"cannot be saved ({_reason(error)})"))
            except AssistantError as error:
                gathered.skipped.append(Skipped(label, str(error)))
        report("fetch", done, total)
    return gathered.done()


def _document_ending(fetched: Fetched) -> str | None:
    """The ending of the document that was fetched, or None for a page.

    Raises ArticleError for what is neither.
    """
    named = split_ending(urlsplit(fetched.url).path.rpartition("/")[2])[1].lower()
    page = bool(_LOOKS_LIKE_A_PAGE.match(fetched.content[:1_000]))
    if fetched.content_type in _PAGE_TYPES or (page and not fetched.content_type):
        return None
    if fetched.content.startswith(b"%PDF-"):
        return ".pdf"
    if named in SUFFIXES and named not in (".html", ".htm"):
        return named
    if fetched.content_type in _DOCUMENT_TYPES:
        return _DOCUMENT_TYPES[fetched.content_type]
    if page:
        return None
    kind = fetched.content_type or "of no known type"
    raise ArticleError(f"is no page, feed or document that can be read ({kind})")


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
