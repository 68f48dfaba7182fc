"""Reading a question in the light of the corpus: its spelling, its names, its parts."""

from __future__ import annotations

from assistant.english.people import TITLE_WORDS
from assistant.understand.question import ASKING, Question, parse
from assistant.understand.spelling import correct
from index.generations.library import Library
from index.text.terms import STOP_WORDS, fold, words
from index.text.vocabulary import WordForm


def understand(text: str, store: Library) -> tuple[Question, str | None]:
    """A cleaned, standalone question as read, and a note on the spellings that were corrected."""
    corrected, corrections = correct(text, store)
    written = written_properly(corrected, store)
    question = parse(written, names_in(written, store))
    if not corrections:
        return question, None
    read_as = ", ".join(f"“{c.typed}” as “{c.meant}”" for c in corrections)
    return question, f"I read {read_as}."


def names_in(text: str, store: Library) -> frozenset[str]:
    """The folded words of `text` that the corpus writes as names."""
    typed = {fold(word.surface) for word in words(text)}
    return frozenset(f.form for f in _names(text, store) if f.form in typed)


def written_properly(text: str, store: Library) -> str:
    """`text` with the names that the corpus knows written as it writes them."""
    spellings = {
        f.form: f.spelling for f in _names(text, store) if not f.spelling.endswith(("'s", "’s"))
    }
    for word in reversed(list(words(text))):
        spelling = spellings.get(word.surface)
        if spelling is not None:
            text = text[: word.start] + spelling + text[word.end :]
    return text


def _names(text: str, store: Library) -> list[WordForm]:
    """The corpus's forms of the words of `text` that are names, and mean it in a question too."""
    found = store.words(list({word.term for word in words(text)}))
    ordinary = STOP_WORDS | ASKING | TITLE_WORDS
    return [form for form in found if form.is_name and form.form not in ordinary]
