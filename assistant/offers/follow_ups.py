"""What a reader may ask next: questions drawn from the evidence of an answer, and kept only when
the articles answer them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.answer import Answer, Citation, Span
from assistant.evidence.sentence import terms_of
from assistant.offers.askable import Askable, askable, with_article
from assistant.understand.question import Sort, core, parse
from assistant.understand.standalone import Turn
from index import Generation
from index.text.terms import STOP_WORDS, term

# How sure an answer has to be for its question to be suggested.
_SURE = 0.4
# How many questions are tried at most: each costs as much as a reader's.
_MOST_TRIED = 9
# How much of an article is looked at besides the passages that were read, in characters.
_OPENING = 1500
# Who is in more than this share of the articles needs no introduction.
_WELL_KNOWN = 0.02
# A word in more than this share of the articles ("people", "year") tells no story from another.
_COMMON = 0.3
# How many of the questions may be about what people said.
_MOST_SAID = 2
# How much of a question's words another may share before it is the same.
_SAME = 0.75
# How well a passage of another article has to answer, by the reranker's score, from 0 to 1.
_NEAR = 0.5
_ROWS = (
    ("why", "how many", "how much", "when", "where", "who", "what"),
    ("said",),
)
# Questions about a subject as a whole, and who is in it: for when its sentences lead no further.
_OF_ALL = ("latest", "timeline")
_WHO = ("who is", "what is")
# What a question ends with, when it is what the question is about: "How is the housing market?"
_AT_END = re.compile(
    r"\b(?P<lead>the|a|an|of|about|with|on|is|are|for|to) "
    r"(?P<topic>[a-z-]{3,}(?: [a-z-]{3,}){0,2})$"
)
_STOP_TERMS = frozenset(term(word) for word in STOP_WORDS)


def follow_ups(
    answer: Answer,
    turns: Sequence[Turn],
    ask: Callable[[str], Answer | None],
    generation: Generation,
) -> Iterator[str]:
    """Questions to ask after `answer`, which came after `turns`, as they are found to be answered.

    `ask` gives the answer to a question in this conversation, or None where the conversation
    would make another question of it.
    """
    subject = _content(" ".join([answer.standalone_question, *_titles(answer)]))
    known = subject | _content(answer.text)
    asked = [_content(q) for q in (answer.question, answer.standalone_question)]
    asked += [_content(question) for question, _ in turns]
    shown = [_span(citation) for citation in answer.citations]
    told = " ".join(text for _, text in turns)
    tried = 0
    kept: list[Askable] = []
    for candidate in _by_turns(_candidates(answer, generation, subject)):
        own = _content(candidate.question)
        if any(_alike(own, other) or other == _by_surname(candidate, own) for other in asked):
            continue
        if _is_told(candidate, shown):
            continue
        if not _is_plain(candidate, own, known, generation) or _too_much_of(candidate, kept):
            continue
        if tried == _MOST_TRIED:
            break
        tried += 1
        asked.append(own)
        found = ask(candidate.question)
        if found is not None and _answers(found, candidate, shown, told):
            kept.append(candidate)
            shown += [_span(citation) for citation in found.citations]
            yield candidate.question


def _titles(answer: Answer) -> list[str]:
    return list(dict.fromkeys(c.title for c in answer.citations or answer.nearest))


def _candidates(answer: Answer, generation: Generation, subject: frozenset[str]) -> list[Askable]:
    """What the passages of the evidence answer: first what speaks of most that was asked for, and
    of that the nearest to the answer.
    """
    found: list[tuple[int, Askable]] = []
    seen: set[str] = set()
    topic = topic_of(answer.standalone_question)
    asked = _content(answer.standalone_question)
    asked -= {word for word in asked if _is_common(word, generation)}
    for near, span in _spans(answer, generation):
        article = generation.store.article(span.article_id)
        if article is None:  # gone since the answer was made
            continue
        for candidate in askable(article, span.start, span.end, subject, topic):
            at = candidate.span
            shared = len(
                asked & _content(f"{candidate.question} {article.text[at.start : at.end]}")
            )
            # Whoever stands further off, or is told of for something else, is of another story.
            fits = (near and shared) or candidate.sort not in _WHO
            if fits and candidate.question not in seen:
                seen.add(candidate.question)
                found.append((shared, candidate))
    found.sort(key=lambda pair: -pair[0])
    return [candidate for _, candidate in found] + list(_of_all(answer, topic))


def _of_all(answer: Answer, topic: str | None) -> Iterator[Askable]:
    if topic is not None and answer.listed is None:
        nowhere = Span("", 0, 0)
        yield Askable(f"What is the latest on {topic}?", "latest", nowhere, whole=False)
        yield Askable(f"Give me a timeline of {topic}", "timeline", nowhere, whole=False)


def _spans(answer: Answer, generation: Generation) -> Iterator[tuple[bool, Span]]:
    """The passages around what was cited, which are near; then the openings of the same articles,
    and what else was read for the answer.
    """
    cited = answer.citations or answer.nearest
    for citation in cited:
        for passage in generation.store.passages_of(citation.article_id):
            if passage.start <= citation.start < passage.end:
                yield True, Span(passage.article_id, passage.start, passage.end)
    ids = dict.fromkeys(citation.article_id for citation in cited)
    for read in answer.read:
        if read.article_id in ids:
            yield True, read
    for article_id in ids:
        yield False, Span(article_id, 0, _OPENING)
    for read in answer.read:
        if read.article_id not in ids and (read.score or 0.0) >= _NEAR:
            yield False, read


def topic_of(question: str) -> str | None:
    """What a question is about, in words that can follow "about"; None where it is hard to say."""
    read = parse(core(question))
    if read.about is not None:
        return read.about
    line = read.text.rstrip(" ?!.")
    names = [s for s in read.names if s.sort is Sort.NAME and s.surface[:1].isupper()]
    if read.speaker is None and names:
        runs = re.findall(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", line.partition(" ")[2])
        longest = max(runs, key=len, default=names[0].surface)
        bare = re.sub(r"['’]s$", "", longest)
        following = re.search(
            rf" the {re.escape(bare)}(?: (?P<noun>[a-z]+)$| (?:in|on|at|of|for)\b|$)", line
        )
        if following is None:
            return with_article(bare)
        return f"the {bare} {following['noun']}" if following["noun"] else f"the {bare}"
    match = _AT_END.search(line)
    if match is None or read.speaker is not None:
        return None
    if match["lead"] in ("is", "are") and not line.lower().startswith(("how ", "what ")):
        return None  # "Why is inflation high?": where its subject ends is not to be seen
    return f"the {match['topic']}" if match["lead"] in ("the", "a", "an") else match["topic"]


def _by_turns(candidates: Sequence[Askable]) -> Iterator[Askable]:
    """A fact, what somebody said, and again; then what is of the whole, and who is in it."""
    rows = [[c for c in candidates if c.sort in sorts] for sorts in _ROWS]
    while any(rows):
        for row in rows:
            if row:
                yield row.pop(0)
    for sorts in (_OF_ALL, _WHO):
        yield from (c for c in candidates if c.sort in sorts)


def _is_told(candidate: Askable, shown: Sequence[Span]) -> bool:
    """Whether the very sentence that answers is on the page already."""
    return candidate.whole and any(_overlap(candidate.span, span) for span in shown)


def _is_plain(
    candidate: Askable, own: frozenset[str], known: frozenset[str], generation: Generation
) -> bool:
    """Whether the reader will see what it has to do with the story."""
    if candidate.sort == "who is":
        bearers = generation.articles_with([term(part) for part in candidate.who.split()])
        return len(bearers) <= max(3, _WELL_KNOWN * generation.manifest.articles)
    if candidate.sort in ("said", *_OF_ALL):
        return True
    return any(not _is_common(word, generation) for word in own & known)


def _is_common(word: str, generation: Generation) -> bool:
    return len(generation.articles_with([word])) > max(3, _COMMON * generation.manifest.articles)


def _too_much_of(candidate: Askable, kept: Sequence[Askable]) -> bool:
    """Whether there are enough of its sort already, or one about the same person."""
    if candidate.who and any(candidate.who == other.who for other in kept):
        return True
    same = sum(candidate.sort == other.sort for other in kept)
    return same >= (_MOST_SAID if candidate.sort == "said" else 1)


def _answers(found: Answer, candidate: Askable, shown: Sequence[Span], told: str) -> bool:
    """Whether `found` answers the candidate from where it was drawn, and says something new."""
    if not found.answered or found.confidence < _SURE:
        return False
    new = [c for c in found.citations if c.quote not in told]
    new = [c for c in new if not any(_overlap(_span(c), span) for span in shown)]
    if candidate.whole:
        return any(_overlap(_span(c), candidate.span) for c in new)
    if candidate.sort in _OF_ALL:
        return len({c.article_id for c in new}) > 1
    return any(c.article_id == candidate.span.article_id for c in new)


def _content(text: str) -> frozenset[str]:
    return terms_of(text).terms - _STOP_TERMS


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one | other), 1)


def _by_surname(candidate: Askable, own: frozenset[str]) -> frozenset[str]:
    """The words of the question when it names its person by the surname only."""
    return own - {term(part) for part in candidate.who.split()[:-1]}


def _span(citation: Citation) -> Span:
    return Span(citation.article_id, citation.start, citation.end)


def _overlap(one: Span, other: Span) -> bool:
    same = one.article_id == other.article_id
    return same and one.start < other.end and other.start < one.end
