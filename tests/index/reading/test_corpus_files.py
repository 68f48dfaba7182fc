from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.reading.corpus_files import corpus_files
from index.reading.skipped import Skipped


def listed(folder: Path) -> tuple[list[str], dict[str, str]]:
    found = list(corpus_files(folder))
    names = [item[0] for item in found if not isinstance(item, Skipped)]
    return names, {item.path: item.reason for item in found if isinstance(item, Skipped)}


def write(path: Path, content: str = "Title\nText.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_files_come_by_name_and_other_kinds_and_hidden_ones_do_not(tmp_path: Path) -> None:
    for name in ["b.TXT", "a/z.md", "a/b/c.pdf", "a.jsonl.gz", "c.csv.gz", "d.tar.gz", "e.gz"]:
        write(tmp_path / name)
    for name in [".hidden.txt", ".git/a.txt", "picture.jpg", "README", "a/.x/y.txt"]:
        write(tmp_path / name)
    assert listed(tmp_path) == (["a/b/c.pdf", "a/z.md", "a.jsonl.gz", "b.TXT", "c.csv.gz"], {})


def test_links_out_of_the_corpus_are_named_and_not_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write(corpus / "a.txt")
    secret = write(tmp_path / "outside" / "secret.txt")
    (corpus / "link.txt").symlink_to(secret)
    (corpus / "folder").symlink_to(secret.parent)
    (corpus / "relative.txt").symlink_to("../outside/secret.txt")
    (corpus / "gone.txt").symlink_to("nothing.txt")
    (corpus / "program").symlink_to("/bin/sh")
    assert listed(corpus) == (
        ["a.txt"],
        {
            "folder": "is a link that leads out of the corpus",
            "gone.txt": "is a link that leads nowhere",
            "link.txt": "is a link that leads out of the corpus",
            "relative.txt": "is a link that leads out of the corpus",
        },
    )


def test_links_inside_the_corpus_give_no_article_twice_and_no_loop(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt")
    (tmp_path / "again.txt").symlink_to("sub/a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    names, skipped = listed(tmp_path)
    assert names == ["sub/a.txt"]
    assert list(skipped) in ([], ["self.txt"])


def test_links_to_a_hidden_store_are_followed(tmp_path: Path) -> None:
    # As in a Kubernetes volume: a.txt -> ..data/a.txt, ..data -> ..2025_02_13
    write(tmp_path / "..2025_02_13" / "a.txt")
    (tmp_path / "..data").symlink_to("..2025_02_13")
    (tmp_path / "a.txt").symlink_to("..data/a.txt")
    write(tmp_path / ".store" / "deep" / "b.txt")
    (tmp_path / ".store" / "deep" / "up").symlink_to("..")
    (tmp_path / "shown").symlink_to(".store")
    assert listed(tmp_path)[0] == ["a.txt", "shown/deep/b.txt"]


def test_the_corpus_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real" / "a.txt")
    (tmp_path / "corpus").symlink_to("real")
    assert listed(tmp_path / "corpus") == (["a.txt"], {})


def test_a_name_that_moves_the_cursor_is_spelt_out(tmp_path: Path) -> None:
    write(tmp_path / "a\x1b[2J\n.txt")
    assert listed(tmp_path)[0] == ["a\\x1b[2J\\n.txt"]


def test_folders_may_be_deeper_than_python_recurses(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(1010):
        here = here / "d"
        here.mkdir()
    try:
        write(here / "a.txt")
        assert listed(tmp_path)[0] == ["d/" * 1010 + "a.txt"]
    finally:  # what cleans up after tests does recurse
        (here / "a.txt").unlink()
        while here != tmp_path:
            here.rmdir()
            here = here.parent


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "closed").mkdir(mode=0)
    assert listed(tmp_path) == (["a.txt"], {"closed": "cannot be read (Permission denied)"})
