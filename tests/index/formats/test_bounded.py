from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from printed import article_pdf

from index.article import Article
from index.reading import read_file


def test_every_format_can_be_read_in_a_worker_process(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(article_pdf("The bridge", "The council approved it."))
    (tmp_path / "a.jsonl").write_text('{"title": "T", "text": "Text."}\n', encoding="utf-8")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        titles = pool.starmap(first_title, [(tmp_path / "a.pdf",), (tmp_path / "a.jsonl",)])
    assert titles == ["The bridge", "T"]


def first_title(path: Path) -> str:
    found = next(read_file(path, path.name))
    return found.title if isinstance(found, Article) else found.reason


def test_the_parser_is_found_from_any_folder_and_takes_no_module_from_it(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(article_pdf("The bridge", "The council approved it."))
    (tmp_path / "pypdf.py").write_text("raise SystemExit('taken from the corpus')")
    root = Path(__file__).parents[3]
    code = (
        "from pathlib import Path; from index.reading import read_article; "
        "print(read_article(Path('a.pdf'), 'a.pdf').title)"
    )
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "The bridge\n"
