"""The language that a question is in.

English is told by its own words, other scripts by their letters; only a question with neither
goes to py3langid (140 languages, 4.6 MB, BSD): loading it takes half a second and 105 MB, once.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from index import weights
from index.text.terms import STOP_WORDS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "English"
ANOTHER = "another language"

_NAMES = dict(
    pair.split(" ")
    for pair in """
    af Afrikaans|am Amharic|ar Arabic|az Azerbaijani|be Belarusian|bg Bulgarian|bn Bengali|
    bs Bosnian|ca Catalan|cs Czech|cy Welsh|da Danish|de German|el Greek|eo Esperanto|es Spanish|
    et Estonian|eu Basque|fa Persian|fi Finnish|fr French|ga Irish|gl Galician|gu Gujarati|
    ha Hausa|he Hebrew|hi Hindi|hr Croatian|hu Hungarian|hy Armenian|id Indonesian|ig Igbo|
    is Icelandic|it Italian|ja Japanese|ka Georgian|kk Kazakh|km Khmer|kn Kannada|ko Korean|
    ku Kurdish|ky Kyrgyz|la Latin|lb Luxembourgish|lo Lao|lt Lithuanian|lv Latvian|mk Macedonian|
    ml Malayalam|mn Mongolian|mr Marathi|ms Malay|mt Maltese|my Burmese|ne Nepali|nl Dutch|
    nn Norwegian|no Norwegian|pa Punjabi|pl Polish|ps Pashto|pt Portuguese|ro Romanian|ru Russian|
    si Sinhala|sk Slovak|sl Slovenian|so Somali|sq Albanian|sr Serbian|sv Swedish|sw Swahili|
    ta Tamil|te Telugu|th Thai|tl Tagalog|tr Turkish|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|
    xh Xhosa|yo Yoruba|zh Chinese|zu Zulu
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
# The script's first word in its letters' Unicode names, and the languages that are written in it;
# the first of them, if the model finds none of them likely.
_SCRIPTS = {
    "CYRILLIC": "ru uk be bg sr mk kk ky mn",
    "ARABIC": "ar fa ur ps",
    "DEVANAGARI": "hi mr ne",
    "GREEK": "el",
    "HEBREW": "he",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "BENGALI": "bn",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "ETHIOPIC": "am",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
}
# Words that hardly any other language has; "was", "is", "in", "on", "me" and "who" not all.
_ENGLISH_WORDS = frozenset(
    """
    what who whom whose which when where why how the this that these those there did does doing
    are were been have having his her their its them they she your my our from with about into
    would could should and of for by because between than through during without against while
    said says tell happened many much know any some been being not
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{1,300})[\"”“»]|(?<!\w)['‘]([^'‘’]{1,300})['’](?!\w)")
_PARTICLES = frozenset(
    "de del della der den van von bin bint al el la le da das dos di du ter ibn y e und et".split()
)
_MOST_CHARACTERS = 400
# How likely a language must be, by the number of words. Names alone, in small letters, reach 0.59
# with three words ("olaf scholz bundestag") and 0.54 with five.
_LIKELY = ((3, 0.7), (5, 0.55), (_MOST_CHARACTERS, 0.45))
# With an English word among many: "Il film The Crown ha vinto ...".
_LIKELY_WITH_ENGLISH = 0.9
_FEW_WORDS = 3


def language_of(text: str) -> str | None:
    """The English name of the language `text` is in; None where it cannot be told.

    It cannot for a word or two, for names alone and for keyboard noise. A foreign title within
    English, or an English one within another language, does not decide. `ANOTHER` stands for a
    language that has no name here.
    """
    text = unicodedata.normalize("NFC", text[: 4 * _MOST_CHARACTERS])
    outside = _QUOTED.sub(" ", text)
    # A text that is one long quotation is what it quotes.
    text = (outside if _WORD.search(outside) else text)[:_MOST_CHARACTERS]
    words = _WORD.findall(text)
    english = sum(word.lower() in _ENGLISH_WORDS for word in words)
    if english >= 2 or (english and len(words) <= 2 * _FEW_WORDS):
        return ENGLISH
    script = _script(text)
    if script in _SCRIPTS:
        return _in_script(text, _SCRIPTS[script].split())
    if script != "LATIN" or not _speaks(words):
        return None
    ranked = _model().rank(text.lower() if text.isupper() else text)
    code, likelihood = ranked[0]
    enough = next(likely for most, likely in _LIKELY if len(words) <= most)
    if code in ("en", "pcm"):  # pcm: Nigerian Pidgin
        return ENGLISH if likelihood >= enough else None
    if english:
        enough = _LIKELY_WITH_ENGLISH
    if code == "zxx" or likelihood < enough:  # zxx: no linguistic content
        return None
    return _NAMES.get(code, ANOTHER)


def _script(text: str) -> str | None:
    """The script of most letters; any kana makes Chinese characters Japanese."""
    letters = [unicodedata.name(c, "").split(" ")[0].split("-")[0] for c in text if c.isalpha()]
    counts = Counter(letters)
    for kana in ("HIRAGANA", "KATAKANA"):
        if counts[kana]:
            counts["HIRAGANA"] = counts[kana] + counts["CJK"]
            counts["CJK"] = 0
    return counts.most_common(1)[0][0] if counts else None


def _in_script(text: str, codes: list[str]) -> str:
    if len(codes) > 1:
        ranked = [code for code, likelihood in _model().rank(text) if likelihood > 0.2]
        codes = [code for code in ranked if code in codes] or codes
    return _NAMES[codes[0]]


def _speaks(words: list[str]) -> bool:
    """Whether there is enough to tell by: three words, one of them no name and no English word.

    "Was Scholz in Berlin?" may look German, and "Ursula von der Leyen" is a name.
    """
    plain = [
        word
        for word in words[1:]
        if word[0].islower() and word not in _PARTICLES and word not in STOP_WORDS
    ]
    return len(words) >= _FEW_WORDS and bool(plain)


@lru_cache(maxsize=1)
def _model() -> LanguageIdentifier:
    file = weights.locate(weights.LANGID) / weights.LANGID.file
    from py3langid.langid import LanguageIdentifier

    return LanguageIdentifier.from_model_file(str(file), norm_probs=True)
