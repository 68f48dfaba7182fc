"""The numbered evidence that a language model is shown, and that its sentences are held against."""

from __future__ import annotations

from dataclasses import dataclass

from index import Article


@dataclass(frozen=True)
class Ground:
    """One piece of evidence: `article.text[start:end]`, which a model cites as [`number`]."""

    number: int
    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The verbatim text."""
        return self.article.text[self.start : self.end]
