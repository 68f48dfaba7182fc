"""Texts that no newspaper prints, made of one thing over and over."""

from __future__ import annotations

from index import Article

REPEATED = {
    "opening quotes": "“",
    "straight quotes": '" ',
    "full stops": ". ",
    "ellipses": "...",
    "capitals": "A B ",
    "names": "Alpha Beta ",
    "one name": "Tom Brown ",
    "numbers": "1 ",
    "amounts": "$12,345.6 ",
    "dates": "On May 5, 2024, ",
    "dashes": "— ",
    "hyphens": "a-",
    "brackets": "([",
    "commas": ", ",
    "lines": "x\n",
    "paragraphs of speech": "“So,” he said.\n",
    "said": "said ",
    "said that he said": "said that he said ",
    "speech": "“The bridge,” Tom Brown said. ",
    "unclosed speech": "Tom Brown said: “The bridge ",
    "pronouns": "He said. ",
    "abbreviations": "U.S. ",
    "initials": "J. K. ",
    "titles": "President ",
    "a title in each sentence": "President Tom Brown spoke. The president said so. ",
    "possessives": "Brown's ",
    "captions": "Photos: Hide Caption 1 of 2 ",
    "one word": "x",
    "white space": "a" + " " * 40,
    "what cannot be seen": "\u200b",
    "marks on one letter": "e\u0301",
}


def hostile_article(name: str, characters: int) -> Article:
    """An article in which two sentences stand around so many characters of `REPEATED[name]`."""
    unit = REPEATED[name]
    text = (
        "Tom Brown said that the bridge is old. "
        + unit * (characters // len(unit))
        + " Mayor Tom Brown said that the bridge will close on Monday."
    )
    return Article("hostile", "The bridge of Tom Brown", text, "hostile.txt")
