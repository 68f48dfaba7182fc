from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import misbehaving
import pytest
from one_file import read, refused
from printed import article_pdf

from index.article import Article
from index.errors import ArticleError
from index.reading.bounded import parse_bounded
from index.reading.corpus import read_file
from index.reading.options import Limits
from index.reading.skipped import Skipped

ROOT = Path(__file__).parents[4]


def test_every_format_can_be_read_in_a_worker_process(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(article_pdf("The bridge", "The council approved it."))
    (tmp_path / "a.jsonl").write_text('{"title": "T", "text": "Text."}\n', encoding="utf-8")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        titles = pool.starmap(first_title, [(tmp_path / "a.pdf",), (tmp_path / "a.jsonl",)])
    assert titles == ["The bridge", "T"]


def first_title(path: Path) -> str:
    found = next(read_file(path, path.name))
    return found.title if isinstance(found, Article) else found.reason


@pytest.mark.parametrize(
    ("options", "path"),
    [(["-P"], [ROOT]), ([], [ROOT]), (["-P"], [".", ROOT]), (["-P"], [ROOT, ""])],
    ids=["safe", "unsafe", "dot", "empty"],
)
def test_the_parser_is_found_from_any_folder_and_takes_no_module_from_it(
    tmp_path: Path, options: list[str], path: list[str | Path]
) -> None:
    (tmp_path / "a.pdf").write_bytes(article_pdf("The bridge", "The council approved it."))
    (tmp_path / "pypdf.py").write_text("raise SystemExit('taken from the corpus')")
    code = (
        "from pathlib import Path; from index.reading.corpus import read_article; "
        "print(read_article(Path('a.pdf'), 'a.pdf').title)"
    )
    ran = subprocess.run(
        [sys.executable, *options, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "The bridge\n"


def test_what_a_parser_prints_is_not_its_answer() -> None:
    found = parse_bounded(misbehaving.chatty, b"the reason", gives=Skipped)
    assert found == Skipped("a.txt", "the reason")


@pytest.mark.parametrize(
    ("parser", "seconds", "reason"),
    [
        (misbehaving.of_another_kind, 30, "cannot be parsed (its parser gave up)"),
        (misbehaving.killed, 30, "cannot be parsed (its parser gave up)"),
        (misbehaving.failing, 30, "is damaged (nothing was here)"),
        (misbehaving.idle, 0.3, "takes longer than 0.3 s to parse"),
    ],
)
def test_a_parser_that_fails_costs_its_file_alone(
    parser: Callable[[bytes], Skipped], seconds: float, reason: str
) -> None:
    with pytest.raises(ArticleError) as raised:
        parse_bounded(parser, b"here", gives=Skipped, limits=Limits(seconds=seconds))
    assert str(raised.value) == reason


def test_a_parser_that_fails_in_this_process_costs_its_file_alone() -> None:
    with pytest.raises(ArticleError, match=r"is damaged \(nothing was here\)"):
        parse_bounded(misbehaving.failing, b"here", gives=Skipped, at_once=100)


def test_a_large_page_of_the_corpus_is_read_within_the_limits(tmp_path: Path) -> None:
    page = Path(__file__).parents[1] / "pages" / "bridge.html"
    large = page.read_bytes() + b"<!-- " + b"x" * 600_000 + b" -->"
    article = read(tmp_path / "a.html", large)
    assert article.title == "Council approves bridge over the Orne"
    assert article == read(tmp_path / "a.html", page.read_bytes())
    reason = refused(tmp_path / "a.html", large, Limits(seconds=0.01))
    assert reason == "takes longer than 0.01 s to parse"
