"""What the pronouns of a question mean, written in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.english.names import place_spans
from assistant.understand.followup import phrase_words as lists
from assistant.understand.followup.phrases import WHERE, Phrase, phrases, singular
from assistant.understand.followup.spoken_of import Reading, Spoken
from index.text.terms import STOP_WORDS, Word, fold, words

_PERSONAL = frozenset({"he", "him", "his", "she", "her", "hers"})
_SINGULAR = frozenset({"it", "its", "that", "this"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "those", "these"})
_POSSESSIVE = frozenset({"his", "her", "hers", "its", "their", "theirs"})
# A question with more pronouns of things is noise.
_MOST = 12
# "Is it true that ...", "How much does it cost to ...", "what is it like": nothing is meant by it.
_EMPTY_IT = re.compile(
    r"\bit (?:true|possible|likely|unlikely|clear|known|better|best|necessary|safe|legal|illegal|"
    r"easy|hard|difficult|important|common|normal|worth|okay|ok|good|bad|rain|snow|rains|snows)\b|"
    r"\b(?:it|that|this)(?: is|'s|’s| was)? (?:true|possible|likely|known|clear|right|wrong)\b|"
    r"\b(?:this|that) (?:mean|surprise|matter)\b|"
    r"\bit (?:take|cost|mean)s?\b[^.?!]{0,60}?\b(?:to|for)\b|\bit like (?:to|in|for)\b",
    re.IGNORECASE,
)
# "Where did he say that?": what was said, not a thing.
_SAID = re.compile(
    r"\b(?:say|said|says|saying|mean|means|think|know) (?P<that>it|that|this)\b|"
    r"\b(?:do|did|done|happen) (?P<end>it|that|this)(?=\W*$)",
    re.IGNORECASE,
)
# "How many countries have sent aid?": they are "the countries that have sent aid".
_WHICH_DO = re.compile(
    r"^(?:how many|which|what) (?P<things>[\w'’ -]{1,60}?) "
    r"(?P<clause>(?:have|are|were|will|can|could|would) [^?]{1,120})",
    re.IGNORECASE,
)
_WHO_DO = re.compile(
    r"^who (?P<clause>(?!(?:is|was|are|were|did|do|does|will|would|can|could|should|said|says|"
    r"else)\b)[a-z]+ [^?]{1,60})\??$",
    re.IGNORECASE,
)
_LONG = 6
_SENTENCE_END = re.compile(r"[.?!] ")
_CLAUSE_END = re.compile(
    r"[,;:.?!]|\b(?:and|but|because|when|while|if|that|before|after|since|so|who|which)\b", re.I
)
_REPORTED = re.compile(
    r"\b(?:announced?|announces|said|says|claimed?|claims|denied|denies|admitted|admits|warned|warns|"
    r"confirmed|confirms|revealed|reveals|promised|promises|insisted|insists|hopes|hoped|thinks|"
    r"thought|believes|believed|expects|expected|decided|agreed|threatened) $",
    re.IGNORECASE,
)
_AFTER_HER = frozenset("say said about on to for in at and or when if with before after".split())


def resolve(question: str, spoken: Spoken) -> Reading:
    """`question` with its pronouns replaced by what they mean, as far as that is known."""
    text, person = _people(question, spoken)
    if not spoken.question:
        return Reading(text, None, person)
    text = _there(text, spoken)
    text, meant = _things(text, spoken)
    return Reading(text, meant, person)


def _people(question: str, spoken: Spoken) -> tuple[str, str | None]:
    tokens = list(words(question))
    first = next((w for w in tokens if fold(w.surface) in _PERSONAL), None)
    if first is None or _named_before(question, first.start, spoken.names):
        return question, None
    pieces: list[str] = []
    end = 0
    meant: str | None = None
    for i, word in enumerate(tokens):
        form = fold(word.surface)
        name = spoken.person(form) if form in _PERSONAL else None
        if name is None or (meant and form in _POSSESSIVE):
            continue  # "How did Ann Lee lose her seat?"
        meant = meant or name
        name = _as_asked(name, spoken.question)
        following = fold(tokens[i + 1].surface) if i + 1 < len(tokens) else ""
        gap = question[word.end : tokens[i + 1].start] if following else "."
        # "her" before a noun is a possessive, "tell her about it" is not.
        owns = form in ("his", "hers") or (
            form == "her" and gap == " " and following not in _AFTER_HER | STOP_WORDS
        )
        pieces += [question[end : word.start], possessive(name) if owns else name + _ending(word)]
        end = word.end
    return _opened("".join(pieces) + question[end:], question), meant


def _ending(word: Word) -> str:
    """The "'s" of "it's" and "he's"."""
    form = fold(word.surface)
    return word.surface[len(form) :] if word.surface.lower().startswith(form) else ""


def _as_asked(name: str, question: str) -> str:
    """A name in the form in which the last question has it; in full if it has not."""
    if name in question:
        return name
    if name[:1].isupper() and re.search(
        rf"(?<!\w){re.escape(name.split()[-1])}(?!\w)", question, re.IGNORECASE
    ):
        return name.split()[-1]
    return name


def _there(question: str, spoken: Spoken) -> str:
    match = re.search(
        r"\bthere\b(?! (?:is|are|was|were|any|been|be|a|an|still)\b)", question, re.IGNORECASE
    )
    if match is None or re.search(r"\b(?:is|are|was|were|be|been) $", question[: match.start()]):
        return question
    for text in (spoken.question, spoken.answer):
        if spans := place_spans(text):
            start, end, _ = spans[-1] if text is spoken.question else spans[0]
            before = question[: match.start()]
            into = "" if re.search(r"\b(?:from|in|to|near|around) $", before) else "in "
            article = "the " if text[:start].lower().endswith("the ") else ""
            return f"{before}{into}{article}{text[start:end]}{question[match.end() :]}"
    for thing in spoken.things:
        if thing.named and thing.before in WHERE:
            where = f"{thing.before} {thing.with_article}"
            return question[: match.start()] + where + question[match.end() :]
    return question


def _things(question: str, spoken: Spoken) -> tuple[str, Phrase | None]:
    tokens = list(words(question))
    if sum(fold(w.surface) in _SINGULAR | _PLURAL for w in tokens) > _MOST:
        return question, None
    hollow = [m.span() for m in _EMPTY_IT.finditer(question)]
    hollow += [m.span("that" if m.group("that") else "end") for m in _SAID.finditer(question)]
    pieces: list[str] = []
    end = 0
    meant: Phrase | None = None
    by_number: dict[bool, Phrase | None] = {}
    for i, word in enumerate(tokens):
        form = fold(word.surface)
        if form not in _SINGULAR | _PLURAL or any(a <= word.start < b for a, b in hollow):
            continue
        if form in ("that", "this", "those", "these") and not _stands_alone(question, tokens, i):
            continue
        if _own_antecedent(question, word, form):
            continue
        plural = form in _PLURAL
        if plural in by_number and form in _POSSESSIVE:
            continue  # "Do bees leave their hive?"
        thing = by_number.setdefault(plural, spoken.thing(plural, by_number.get(not plural)))
        if thing is None or _overlaps(thing, question):
            continue
        meant = meant or thing
        if thing.plural and not thing.proper and form in ("it", "this", "that"):
            pieces += [question[end : word.end], f" ({thing.text})"]
            end = word.end
            continue
        written = _together(thing, spoken) if plural else thing.with_article
        if form in _POSSESSIVE and re.search(r" (?:who|that) ", written):
            written = thing.with_article  # too long for a genitive
        pieces += [
            question[end : word.start],
            possessive(written) if form in _POSSESSIVE else written + _ending(word),
        ]
        end = word.end
    if pieces:
        return _opened("".join(pieces) + question[end:], question), meant
    return _ones(question, tokens, spoken)


def _together(thing: Phrase, spoken: Spoken) -> str:
    """Those whom "they" means after two people were asked about, in that order."""
    for other in spoken.beside:  # "Has Lee met Kim?", "Where will the Dutch play the Irish?"
        alike = other.proper and thing.proper and other.plural == thing.plural
        if alike and other.place == thing.place and (thing.plural or not thing.place):
            pair = sorted((thing, other), key=lambda phrase: phrase.start)
            return " and ".join(phrase.with_article for phrase in pair)
    if not thing.plural and len(spoken.people) > 1 and spoken.is_known_person(thing):
        return " and ".join(_as_asked(name, spoken.question) for name in spoken.people[1::-1])
    if match := _WHO_DO.match(spoken.question):
        return f"those who {match.group('clause').rstrip(' .!')}"
    if match := _WHICH_DO.match(spoken.question):
        clause = match.group("clause")
        named = phrases(match.group("things"))
        subject = not re.match(r"\w+ (?:the|a|an|your|my|[A-Z]|you|we|i|they)\b", clause)
        if subject and named and named[0].text == thing.text and len(clause.split()) <= _LONG:
            return f"the {thing.text} that {clause}"
    return thing.with_article


def _ones(question: str, tokens: Sequence[Word], spoken: Spoken) -> tuple[str, Phrase | None]:
    """ "a new one" and "the British ones": the noun that "one" stands for."""
    for i, word in enumerate(tokens):
        form = fold(word.surface)
        before = fold(tokens[i - 1].surface) if i else ""
        if form not in ("one", "ones") or not before or before in lists.PREPOSITIONS:
            continue
        if before in ("no", "some", "any", "every") or spoken.topic is None:
            continue
        noun = spoken.topic.text
        if form == "one" and spoken.topic.plural and not spoken.topic.named:
            head = noun.split()[-1]
            noun = noun[: len(noun) - len(head)] + singular(head)
        qualified = i > 1 and fold(tokens[i - 2].surface) in lists.DETERMINERS
        if not qualified and before in lists.AUXILIARIES | lists.VERBS:
            noun = spoken.topic.with_article if noun == spoken.topic.text else f"a {noun}"
        return question[: word.start] + noun + question[word.end :], spoken.topic
    return question, None


def _stands_alone(question: str, tokens: Sequence[Word], i: int) -> bool:
    """Whether a "that" is a pronoun: not "that film", not "the man that", not "say that he"."""
    before = fold(tokens[i - 1].surface) if i else ""
    if i + 1 == len(tokens):
        return True
    if question[tokens[i].end : tokens[i + 1].start].strip():
        return True
    following = fold(tokens[i + 1].surface)
    if before and before not in lists.AUXILIARIES | lists.PREPOSITIONS | lists.VERBS | {"and"}:
        return False
    if following in lists.AUXILIARIES:
        return before == "" or before in lists.AUXILIARIES
    return following in lists.PREPOSITIONS | lists.ADVERBS | lists.CONJUNCTIONS or (
        before in lists.AUXILIARIES and following in lists.VERBS
    )


def _own_antecedent(question: str, word: Word, form: str) -> bool:
    """Whether something before a pronoun in its own question is what it means.

    "Did Tesla raise its prices?" has it in the same clause, "it" and "them" only in another.
    """
    before = question[: word.start]
    plural = form in _PLURAL
    if form in _POSSESSIVE:
        fits = [p for p in phrases(before) if p.named or p.plural == plural]
        return any(p.before not in lists.PREPOSITIONS and _has_verb(before[p.end :]) for p in fits)
    if form in ("it", "they") and _REPORTED.search(before):
        # "Which store announced it will close?" has it in the one who announces.
        return bool(phrases(before))
    if ends := list(_SENTENCE_END.finditer(before)):
        return bool(phrases(before[: ends[-1].start()]))
    breaks = list(_CLAUSE_END.finditer(before))
    if not breaks:
        return False
    fits = [p for p in phrases(before[: breaks[-1].start()]) if p.named or p.plural == plural]
    return any(p.named or p.determiner for p in fits)


def _has_verb(text: str) -> bool:
    return any(fold(w.surface) in lists.VERBS | lists.AUXILIARIES for w in words(text))


def _overlaps(meant: Phrase, question: str) -> bool:
    """Whether the question says what a pronoun in it would be taken for."""
    said = {w.term for w in words(question)}
    return bool(meant.terms) and meant.terms <= said


def _named_before(text: str, end: int, names: frozenset[str]) -> bool:
    """Whether a name stands before the pronoun, which then means that one."""
    return any(
        (w.surface[0].isupper() and w.start > 0 and fold(w.surface) not in STOP_WORDS)
        or fold(w.surface) in names
        for w in words(text[:end])
    )


def possessive(name: str) -> str:
    """The genitive of a noun phrase."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _opened(text: str, like: str) -> str:
    return text[:1].upper() + text[1:] if like[:1].isupper() else text
