"""Saving an article that was typed or pasted, and is nobody's file yet."""

from __future__ import annotations

from pathlib import Path

from index.article import Article
from index.errors import ArticleError
from index.intake.file_names import candidates, slug
from index.intake.saving import folder_in, same_content, sweep, write_new
from index.intake.web_files import Kept, spelt_out
from index.reading.formats.text import parse_article

FOLDER = "pasted"


def keep_pasted(corpus: Path, article: Article) -> Kept:
    """Save `article`, whose id and path do not count yet, as a text file under `pasted/`.

    It never replaces another: what is at its name already stays. Raises ArticleError when it would
    not be read again as it is, OSError and CorpusError when it cannot be saved.
    """
    content = spelt_out(article)
    for name in candidates(f"{FOLDER}/{slug(article.title) or 'article'}.txt"):
        # As it will be read: nothing that was pasted may come to mean something else.
        read = parse_article(content.decode("utf-8"), name)
        if _front_matter(read) != _front_matter(article):
            raise ArticleError("has a title or other line that cannot be written down as it is")
        path = folder_in(corpus, name)
        sweep(path.parent)
        if write_new(path, content):
            return Kept(name, changed=True)
        if path.is_file() and same_content(path, content):
            return Kept(name, changed=False)
    raise ArticleError("has a title that too many others have")


def _front_matter(article: Article) -> tuple[object, ...]:
    return article.title, article.published, article.authors, article.source, article.url
