"""The authors and outlets that a question limits itself to, recognised against the corpus's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from index import Article, Generation
from index.scope import Scope
from index.text.facets import host_of, name_words, outlet_name
from index.text.terms import STOP_WORDS

# What a name may have around it, or lack: "the BBC", "BBC News".
_AROUND = frozenset("the news online website newspaper magazine site com co uk org".split())
# Labels of a host that name nobody.
_NO_OUTLET = frozenset("www com co org net gov ac edu amp m news".split())
_LOOKED_AT = 25
_POSSESSIVE = re.compile(r"['’]s?$")
# Outlets are called by times: USA Today, The Sunday Times, Newsweek, The Month.
_TIMELY = re.compile(
    r"\b(?:[\w.'’-]+ )?[\w.'’-]*(?:day|week|month|year)s?(?: (?-i:[A-Z])[\w.'’-]*)?\b", re.I
)

NAME = r"[^\s,?!]+(?: [^\s,?!]+){0,5}"
_MADE = (
    r"(?:articles?|coverage|reporting|reports?|stories|journalism|pieces?|columns?|journalists?)"
)
_IN = r"(?:in|from|going by|based on)"
_LEADING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:according to|as reported by) (?P<source>{NAME}?)(?:'s {_MADE})?, (?P<rest>.+)$",
        rf"^{_IN} (?:the )?(?P<any>{NAME}?)(?:'s|') {_MADE},? (?P<rest>.+)$",
        rf"^{_IN} (?:the )?{_MADE} (?:of|by|from|in) (?P<any>{NAME}?), (?P<rest>.+)$",
    )
)
_TRAILING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?P<rest>.+?),? (?:according to|as reported (?:by|in)) (?P<source>{NAME}?)"
        rf"(?:'s {_MADE})?$",
        rf"^(?P<rest>.+?),? {_IN} (?:the )?(?P<any>{NAME}?)(?:'s|') {_MADE}$",
        rf"^(?P<rest>.+?),? in (?:the )?{_MADE} (?:of|by|from) (?P<any>{NAME})$",
    )
)
_LONGEST_QUESTION = 400


@dataclass(frozen=True)
class Byline:
    """Whose articles are asked for: names as they were typed, and as a Scope finds them."""

    authors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    shown: str = ""

    def within(self, since: str | None = None, until: str | None = None) -> Scope:
        """The scope of these authors and outlets, and of dates."""
        return Scope(since, until, self.authors, self.sources)

    def __bool__(self) -> bool:
        return bool(self.authors or self.sources)


NOBODY = Byline()


def outlet_called(name: str, generation: Generation) -> Byline | None:
    """The corpus's outlet that `name` means, by its source or its host; None if there is none.

    "USA Today" is the source of that name, and the host usatoday.com.
    """
    name = _POSSESSIVE.sub("", name)
    said = name_words(name)
    telling = [word for word in said if word not in _AROUND]
    if not telling or all(word in STOP_WORDS for word in telling):
        return None
    forms = dict.fromkeys((" ".join(telling), " ".join(said), "".join(said), "".join(telling)))
    known = tuple(
        form
        for form in forms
        if any(_is_from(form, article) for article in _some(Scope(sources=(form,)), generation))
    )
    return Byline(sources=known, shown=name) if known else None


def author_called(name: str, generation: Generation) -> Byline | None:
    """The corpus's author that `name` means; None if nobody of that name wrote an article."""
    name = _POSSESSIVE.sub("", name)
    said = [w for w in name_words(name) if w not in STOP_WORDS]
    if not said or len(said) < len(name_words(name)):
        return None
    if len(said) == 1 and not (name[0].isupper() and len(name) > 3):
        return None  # a surname, but not any word that stands in some byline
    found = generation.some_articles_in(Scope(authors=(name,)), 1)
    return Byline(authors=(name,), shown=name) if found else None


def byline_called(name: str, generation: Generation) -> Byline | None:
    """The outlet or else the author that `name` means, if either is the corpus's."""
    return outlet_called(name, generation) or author_called(name, generation)


def without_timely_outlets(question: str, generation: Generation) -> tuple[str, dict[str, str]]:
    """`question` with the outlets that are called by a time, such as USA Today, replaced by names
    that tell of none; and what each of these stands for.
    """
    hidden: dict[str, str] = {}

    def hide(match: re.Match[str]) -> str:
        if outlet_called(match.group(), generation) is None:
            return match.group()
        stand_in = f"Outlet{chr(ord('A') + len(hidden))}"
        hidden[stand_in] = match.group()
        return stand_in

    return _TIMELY.sub(hide, question), hidden


class _Published(Protocol):
    @property
    def source(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...


def outlet_of(article: _Published) -> str | None:
    """What people call the outlet of an article, or of a citation of it; None if unknown."""
    return outlet_name(article.source, article.url) or None


def read_byline(question: str, generation: Generation) -> tuple[Byline, str]:
    """Whose articles a question limits itself to, and the question without that.

    "According to CNN, who won?" and "Who won, in USA Today's articles?" limit themselves to an
    outlet of the corpus; "according to Maria Silva" does not, even if she is an author: what she
    says may stand in anybody's article. The byline is empty when nothing limits the question.
    """
    line = question.strip().rstrip("?!. ").replace("’", "'")
    if len(line) > _LONGEST_QUESTION:
        return NOBODY, question
    for pattern in (*_LEADING, *_TRAILING):
        match = pattern.match(line)
        if match is None:
            continue
        groups = match.groupdict()
        if groups.get("source"):
            byline = outlet_called(groups["source"], generation)
        else:
            byline = byline_called(groups["any"], generation)
        if byline:
            rest = groups["rest"].strip(" ,")
            return byline, f"{rest}?" if question.rstrip().endswith("?") else rest
    return NOBODY, question


def _some(scope: Scope, generation: Generation) -> list[Article]:
    ids = generation.some_articles_in(scope, _LOOKED_AT)
    return [article for id_ in ids if (article := generation.store.article(id_)) is not None]


def _is_from(form: str, article: Article) -> bool:
    """Whether `form` is the whole name of the article's outlet, and not a word of it."""
    known = (article.source or "", outlet_of(article) or "")
    names = [[w for w in name_words(name) if w not in _AROUND] for name in known]
    said = [w for w in form.split() if w not in _AROUND]
    labels = set(host_of(article.url).split(".")[:-1]) - _NO_OUTLET
    return said in names or form in labels
