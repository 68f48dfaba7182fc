"""Who a sentence of news says is speaking: the subject of its verb of saying, as it is written.

Not a parser: news attributes in few ways ("..., X said", "..., said X", "X, who ..., told",
"according to X"), and each is read outwards from its verb, word by word, outside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.english.people import TITLE_WORDS
from index.text.terms import fold

_TOKEN = re.compile(r"\S+")
_OPENING = "“\"‘'([«"
_CLOSING = "”\"’')]»"
_STOPS = ",;:.!?…—–-"

# What is said when these are the verb is a statement whatever follows.
_SAYING = frozenset(
    """
    said says told tells added adds wrote writes tweeted announced announces warned warns argued
    argues claimed claims insisted insists explained explains noted notes stressed stresses stated
    states declared declares emphasized emphasised emphasizes replied replies responded responds
    continued continues acknowledged acknowledges admitted admits vowed vows pledged pledges
    predicted predicts reiterated reiterates remarked remarks commented comments testified testifies
    quipped joked recalled recalls asserted asserts maintained maintains cautioned cautions
    contended contends suggested suggests confirmed confirms conceded concedes concluded concludes
    revealed reveals urged urges denied denies alleged alleges promised promises
    """.split()
)
# After these only a quotation or a "that" makes sure of it: one can call a taxi.
_TAKING_A_STAND = frozenset(
    """
    called calls described describes praised praises condemned condemns criticized criticised
    criticizes criticises blamed blames accused accuses demanded demands rejected rejects dismissed
    dismisses welcomed welcomes believed believes thought thinks hoped hopes expressed expresses
    apologized apologised apologizes thanked thanks proposed proposes defended defends hailed hails
    posted posts asked asks spoke speaks agreed agrees reacted reacts reinforced reinforces
    signaled signalled outlined outlines raised raises voiced voices joined shared shares
    recommended recommends advised advises threatened threatens mentioned mentions
    """.split()
)
# Of those, what is done in silence, too: the Fed raises rates.
_DOING = frozenset(
    """
    called calls asked asks posted posts raised raises joined shared shares agreed agrees thanked
    thanks reacted reacts thought thinks spoke speaks
    """.split()
)
# Plural subjects say it without an ending, and so does "to say", which says nothing.
_PLURAL = frozenset("say tell warn argue claim believe think hope insist note add".split())
_PARTICIPLES = frozenset(
    "saying adding telling writing tweeting warning arguing claiming noting calling".split()
)
_SAID_THINGS = frozenset(
    """
    remarks remark comments comment statement statements assertion claim claims warning message
    speech announcement demand promise pledge words view views opinion stance argument proposal
    response testimony tweet post letter address
    """.split()
)
_PASSED_OVER = frozenset(
    """
    also later then has had have earlier previously once again still already recently now just
    even often both first further himself herself reportedly publicly famously on yesterday today
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_PARTICLES = frozenset("de del della der den van von bin bint al el la le da dos di du ibn".split())
_ARTICLES = frozenset("the a an one another some two three several many most".split())
_OF = frozenset("of for from at with in".split())
_PREPOSITIONS = frozenset(
    """
    to by about against near like than on after before between among under over into through during
    without within toward towards that
    """.split()
)
_PRONOUNS = frozenset("he she it they".split())
_NOT_SUBJECTS = frozenset(
    """
    i we you that which what when where while as and or but if because so not never nobody one
    there this these those no was were is are be been being will would could can may might should
    did does do to
    """.split()
)
_LONGEST_NAME = 9
_LONGEST_INSERTION = 24
# A sentence with more attributions is none.
_MOST = 12


@dataclass(frozen=True)
class Token:
    """A word of a paragraph without the marks around it; `comma` when one follows.

    `quoted` when it stands inside quotation marks, `after_quote` when a mark stands before it.
    """

    surface: str
    start: int
    end: int
    quoted: bool
    after_quote: bool
    comma: bool

    @property
    def small(self) -> str:
        """In small letters, without a possessive."""
        return fold(self.surface)

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter or a digit does."""
        return self.surface[:1].isupper()


@dataclass(frozen=True)
class Subject:
    """Who speaks, as written: `words` of the name or noun, with what "of" or "for" adds to it and
    the apposition that follows it. `start` is where it stands.
    """

    words: tuple[str, ...]
    complement: tuple[str, ...]
    apposition: str
    start: int
    end: int
    certain: bool = True

    @property
    def is_pronoun(self) -> bool:
        """Whether it is "he", "she", "it" or "they"."""
        return len(self.words) == 1 and self.words[0].lower() in _PRONOUNS


def tokens(text: str, start: int, end: int) -> tuple[list[Token], bool]:
    """The words of the paragraph `text[start:end]`, and whether a quotation is open at its end."""
    found: list[Token] = []
    inside = marked = False
    for match in _TOKEN.finditer(text, start, end):
        left, right = match.span()
        while left < right and text[left] in _OPENING + "”’":
            if text[left] in "“«" or (text[left] == '"' and not inside):
                inside, marked = True, True
            elif text[left] in '”"»':
                inside, marked = False, True
            left += 1
        comma = closed = False
        while right > left and text[right - 1] in _CLOSING + _STOPS + "“":
            if text[right - 1] in '”"»':
                closed = True
            comma |= text[right - 1] in ",—–"
            right -= 1
        if left < right:
            # "(CNN)" and the like are no words of the sentence; a dash alone is a comma.
            found.append(Token(text[left:right], left, right, inside, marked, comma))
            marked = False
        elif comma and found:
            found[-1] = replace(found[-1], comma=True)
        if closed and inside:
            inside, marked = False, True
        elif closed and '"' in text[right : match.end()]:
            inside, marked = True, True
    return found, inside


def subjects(sentence: Sequence[Token], text: str) -> list[Subject]:
    """Who speaks in a sentence, by each of its attributions, in order."""
    outside = [t for t in sentence if not t.quoted]
    has_quote = any(t.quoted for t in sentence)
    found: list[Subject] = []
    for i, token in enumerate(outside):
        word = token.surface.lower()
        subject: Subject | None = None
        if word in _SAYING or word in _TAKING_A_STAND or word in _PLURAL:
            if token.after_quote and word not in _PLURAL:
                subject = _forwards(outside, i + 1, text)
            if subject is None and not (token.after_quote and i > 0):
                subject = _backwards(outside, i, text)
            if subject is not None and word in _TAKING_A_STAND:
                follows = i + 1 < len(outside) and outside[i + 1].surface.lower() in ("that", "for")
                if not has_quote and not follows:
                    subject = None if word in _DOING else replace(subject, certain=False)
            if subject is not None and word in _PLURAL and not _is_plural(subject):
                subject = None
        elif word in _PARTICIPLES and i > 1 and outside[i - 1].comma:
            subject = _forwards(outside, 0, text)
        elif word == "to" and i > 0 and outside[i - 1].surface.lower() == "according":
            subject = _forwards(outside, i + 1, text)
        elif word in _SAID_THINGS and 0 < i <= _LONGEST_NAME:
            subject = _owner(outside, i)
        if subject is not None:
            found.append(subject)
            if len(found) == _MOST:
                break
    return found


def _owner(outside: Sequence[Token], noun: int) -> Subject | None:
    """Whose remarks a sentence begins with: "Healey's first remarks", "His remarks"."""
    for i in range(max(0, noun - 3), noun):
        token = outside[i]
        if i == 0 and token.surface.lower() in ("his", "her"):
            words: tuple[str, ...] = ("he" if token.surface.lower() == "his" else "she",)
        elif token.capital and token.surface.endswith(("'s", "’s")):
            words = (*(t.surface for t in outside[:i]), token.surface[:-2])
        else:
            continue
        return Subject(words, (), "", outside[0].start, token.end, certain=False)
    return None


def noun_at(sentence: Sequence[Token], text: str) -> Subject | None:
    """The name or noun with which a sentence opens: most often its subject."""
    outside = [t for t in sentence if not t.quoted]
    return _forwards(outside, 0, text) if outside else None


def _is_plural(subject: Subject) -> bool:
    last = subject.words[-1].lower()
    return last in ("they", "police", "people") or last.endswith("s")


def _forwards(outside: Sequence[Token], first: int, text: str) -> Subject | None:
    """The noun that begins at `first`: "said Defence Secretary John Healey, who"."""
    run: list[Token] = []
    complement: list[Token] = []
    into = run
    for token in outside[first : first + _LONGEST_NAME + 4]:
        small = token.surface.lower()
        if token.after_quote and token is not outside[first]:
            break
        if small in _PRONOUNS and not run:
            run.append(token)
            break
        if small in _OF and run and into is run:
            into = complement
        elif _is_noun(token, run or complement) and len(into) < _LONGEST_NAME:
            into.append(token)
        else:
            break
        if token.comma:
            break
    if not run or not _names_somebody(run):
        return None
    last = (complement or run)[-1]
    return Subject(
        tuple(t.surface for t in run),
        tuple(t.surface for t in complement),
        _apposition(text, last.end) if last.comma else "",
        run[0].start,
        last.end,
    )


def _backwards(outside: Sequence[Token], verb: int, text: str) -> Subject | None:
    """The noun before the verb: "Healey, the defence secretary, also said"."""
    i = verb - 1
    while i >= 0 and not outside[i].comma and _is_passed_over(outside, i):
        if outside[i + 1].after_quote:
            return None
        i -= 1
    if i < 0 or outside[i + 1].after_quote:
        return None
    if outside[i].surface.lower() == "who":
        i -= 1
        if i < 0:
            return None
        return _noun_ending_at(outside, i, "", must_name=True)
    if not outside[i].comma:
        return _noun_ending_at(outside, i, "")
    # A comma stands before the verb: what it closes is passed over, back to the name.
    for j in range(i - 1, max(-1, i - _LONGEST_INSERTION), -1):
        if outside[j + 1].after_quote:
            return None
        if outside[j].comma:
            noun = _noun_ending_at(outside, j, text[outside[j + 1].start : outside[i].end])
            if noun is not None:
                return noun
    return None


def _noun_ending_at(
    outside: Sequence[Token], last: int, apposition: str, must_name: bool = False
) -> Subject | None:
    run: list[Token] = []
    complement: list[Token] = []
    i = last
    pronoun = outside[i].surface.lower()
    if pronoun in _PRONOUNS:
        token = outside[i]
        return Subject((token.surface,), (), "", token.start, token.end)
    while i >= 0 and len(run) < _LONGEST_NAME:
        token = outside[i]
        small = token.surface.lower()
        if run and (token.comma or outside[i + 1].after_quote):
            break
        if small in _ARTICLES:
            run.insert(0, token)
            break
        if small in _OF and run and not complement and i > 0 and not outside[i - 1].comma:
            # "a spokesman for Biden": it is the spokesman who speaks.
            complement, run = run, []
        elif _fits_before(token, run):
            run.insert(0, token)
        else:
            break
        i -= 1
    before = outside[i] if 0 <= i < last and outside[i] not in run else None
    # "a letter to Biden, who said": there the one who is named last speaks, whatever goes before.
    if before is not None and run and not before.comma and not must_name:
        small = before.surface.lower()
        # "the lawyer representing the family": the family does not speak.
        if small in _PREPOSITIONS | _OF or (small.endswith("ing") and not before.capital):
            return None
    if not run or not _names_somebody(run):
        return None
    if must_name and not run[-1].capital:
        return None
    end = (complement or run)[-1].end
    return Subject(
        tuple(t.surface for t in run),
        tuple(t.surface for t in complement),
        apposition,
        run[0].start,
        end,
    )


def _fits_before(token: Token, run: Sequence[Token]) -> bool:
    """Whether `token` can belong to the noun of which `run` is the end so far."""
    small = token.surface.lower()
    if small in _NOT_SUBJECTS or small in _PREPOSITIONS:
        return False
    if not run:
        return token.capital or (small.isalpha() and len(small) > 2 and small not in _OF)
    if token.capital or small in TITLE_WORDS or small in _PARTICLES:
        return True
    # An adjective or noun before a noun in small letters: "local health officials".
    return not run[0].capital and small.replace("-", "").isalpha() and not small.endswith("ed")


def _is_noun(token: Token, run: Sequence[Token]) -> bool:
    small = token.surface.lower()
    if small in _NOT_SUBJECTS or small in _PREPOSITIONS:
        return False
    if token.capital or small in TITLE_WORDS or small in _PARTICLES or small in _ARTICLES:
        return True
    named = any(t.capital for t in run[1:]) or (run and run[0].capital and len(run) == 1)
    return not named and small.replace("-", "").isalpha() and not small.endswith(("ed", "ing"))


def _names_somebody(run: Sequence[Token]) -> bool:
    if run[-1].surface.endswith(("'s", "’s")):
        return False  # "according to the Fed's goals"
    return any(t.capital or t.surface.lower() not in _ARTICLES for t in run)


def _is_passed_over(outside: Sequence[Token], i: int) -> bool:
    small = outside[i].surface.lower()
    return small in _PASSED_OVER or (small.endswith("ly") and not outside[i].capital)


def _apposition(text: str, start: int) -> str:
    after = text[start : start + 90]
    match = re.match(r",\s+([^,.;:“\"\n]+)", after)
    return match.group(1) if match else ""
