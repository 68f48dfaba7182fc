"""A statement of one person in an article, cut so that it can be quoted on its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.readable import readable
from assistant.sentence import Sentence
from assistant.speakers import Heard, Speaker, is_speaker
from assistant.utterances import Utterance, utterances
from index import Article, Passage

# A statement is quoted with the sentence that says who speaks, when the two are no longer.
_UNIT_WORDS = 60
# Nobody says more in an article than this; a text that repeats "he said" does.
_MOST = 300


@dataclass(frozen=True)
class Statement:
    """Something that X says: the sentence to quote, who X is there, and how sure that is."""

    sentence: Sentence
    utterance: Utterance
    bearer: str
    certainty: float
    pronouns: tuple[tuple[int, int], ...] = ()
    attributed: bool = True


def statements_in(
    article: Article, speaker: Speaker, passages: Sequence[Passage]
) -> list[Statement]:
    """What X says in the passages of one article, each with the sentence that attributes it."""
    heard: list[tuple[Utterance, Heard]] = []
    around = tuple((p.start, p.end) for p in passages)
    for utterance in utterances(article.text, around):
        match = is_speaker(utterance.subject, speaker, article.text)
        if match is not None and (not heard or heard[-1][0].start != utterance.start):
            heard.append((utterance, match))
    made: dict[tuple[int, int], Statement] = {}
    every = [utterance for utterance, _ in heard]
    read = sorted(around)
    for i, (utterance, match) in enumerate(heard):
        at = bisect_right(read, utterance.start, key=lambda span: span[0]) - 1
        if at < 0 or utterance.start >= read[at][1]:
            continue
        if len(made) == _MOST:
            break
        first, last = _unit(article.text, every, i)
        group = every[first : last + 1]
        start, end = group[0].start, group[-1].end
        if _is_noise(article.text[start:end]):
            continue
        statement = Statement(
            _sentence(article, start, end, match.bearer, any(u.attributed for u in group)),
            utterance,
            match.bearer,
            utterance.certainty * match.certainty,
            tuple(u.pronoun for u in group if u.pronoun is not None),
            any(u.attributed for u in group),
        )
        made.setdefault((start, end), statement)
    return list(made.values())


def _unit(text: str, heard: Sequence[Utterance], at: int) -> tuple[int, int]:
    """The run of a paragraph's sentences to quote for one of them: with its attribution, when
    that is near enough.
    """
    first = last = at
    if heard[at].attributed and not _opens_inside(text, heard[at]):
        return first, last

    def fits(a: int, b: int) -> bool:
        together = heard[b].end - heard[a].start
        words = len(text[heard[a].start : heard[b].end].split())
        gaps = all(
            not text[x.end : y.start].strip() and "\n" not in text[x.end : y.start]
            for x, y in zip(heard[a:b], heard[a + 1 : b + 1], strict=True)
        )
        return together > 0 and words <= _UNIT_WORDS and gaps

    if heard[at].attributed:
        while first > 0 and _opens_inside(text, heard[first]) and fits(first - 1, last):
            first -= 1
        return first, last
    for step in range(1, 4):
        if at + step < len(heard) and heard[at + step].attributed and fits(at, at + step):
            return at, at + step
        if at - step >= 0 and heard[at - step].attributed and fits(at - step, at):
            return at - step, at
    return first, last


def _opens_inside(text: str, utterance: Utterance) -> bool:
    """Whether the sentence closes a quotation that an earlier one opens."""
    own = text[utterance.start : utterance.end]
    closes, opens = own.find("”"), own.find("“")
    return (closes >= 0 and (opens < 0 or closes < opens)) or own.count('"') % 2 == 1


def _sentence(article: Article, start: int, end: int, bearer: str, attributed: bool) -> Sentence:
    text = article.text
    before = text[max(0, start - 300) : start].rpartition("\n")[2]
    after = text[end : end + 300].partition("\n")[0]
    clear = readable(text, start, end, titled=True)
    if not attributed:
        clear = f"{bearer} said: {clear}"
    return Sentence(article, start, end, clear, before, after)


def _is_noise(text: str) -> bool:
    """Headings, captions and questions of the page's own, which say nothing themselves."""
    return text.rstrip("\"'”’)")[-1:] not in (".", "!", "…", "?")


def in_plain_words(statement: Statement) -> str:
    """The quote with its "he" made plain, and led by the speaker's name when it names nobody."""
    sentence = statement.sentence
    text, start, end = sentence.article.text, sentence.start, sentence.end
    if not statement.attributed:
        return f"[{statement.bearer}:] {text[start:end]}"
    pronouns = [p for p in statement.pronouns if start <= p[0] and p[1] <= end]
    if not pronouns:
        return readable(text, start, end)
    at, after = pronouns[0]
    return f"{text[start:at]}[{statement.bearer}]{text[after:end]}"
