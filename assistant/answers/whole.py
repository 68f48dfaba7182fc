"""What a sentence is quoted with: its list, or the sentence before it that it leans on.

An item of a list never stands without its lead, nor a lead without its items. Whether a sentence
leans on its neighbour ("It cost 3 million.") is not ruled but asked: the reader reads it once more
under its title alone, and with the sentence before. Where it answers plainly in its passage, poorly
alone, and well again with its neighbour, the neighbour belongs to it. No name is put into a
quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.lists import list_around
from assistant.evidence.rank import Scored
from assistant.evidence.reader import Reader, Text

# How much of its logit a sentence has to lose without its neighbour, and to win back with it.
_LOST, _WON = 3.0, 1.5
_MAX_WORDS = 45
_MAX_LIST = 120


def whole(question: str, chosen: Sequence[Scored], reader: Reader) -> list[Scored]:
    """`chosen` in their order, each with what belongs to it; none lies in another.

    Raises WeightsError when the reader cannot be loaded.
    """
    found: list[Scored] = []
    for scored in chosen:
        if any(_holds(other, scored) for other in found):
            continue
        grown = _in_list(scored) or _with_before(question, scored, reader)
        found = [other for other in found if not _holds(grown, other)] + [grown]
    return found


def _in_list(scored: Scored) -> Scored | None:
    sentence = scored.sentence
    around = list_around(sentence.article.text, (sentence.start, sentence.end))
    if around is None:
        return None
    start, end = around
    if len(sentence.article.text[start:end].split()) > _MAX_LIST:
        return None
    return replace(scored, sentence=replace(sentence, start=start, end=end, before="", after=""))


def _with_before(question: str, scored: Scored, reader: Reader) -> Scored:
    sentence = scored.sentence
    before = sentence.before
    if not before or len(before.split()) > _MAX_WORDS:
        return scored
    title = sentence.article.title
    alone, together = reader.read(
        question, [Text(title, (sentence.quote,)), Text(title, (before, sentence.quote))]
    )
    lost = scored.logit - alone.sentences[0]
    won = max(together.sentences) - alone.sentences[0]
    start = sentence.article.text.rfind(before, 0, sentence.start)
    if lost < _LOST or won < _WON or start < 0:
        return scored
    return replace(scored, sentence=replace(sentence, start=start, before=""))


def _holds(one: Scored, other: Scored) -> bool:
    a, b = one.sentence, other.sentence
    return a.article.id == b.article.id and a.start < b.end and b.start < a.end
