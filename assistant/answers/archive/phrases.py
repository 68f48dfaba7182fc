"""The phrases by which questions about the archive are known: patterns for whole questions.

In them `x` is the subject, `who` an author or outlet, `rest` what follows the word for articles.
Questions are short (assistant.archive), so that a pattern may try every place for a word.
"""

from __future__ import annotations

import re

from assistant.understand.bylines import NAME


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_A = r"(?:news )?(?:articles?|stories|story|pieces|columns|news items|items)"
_ONE = r"(?:news )?(?:article|story|piece|news item)"
# Words that mean articles only beside more that does: "coverage of", "reports about".
_LOOSE = r"(?:news )?(?:articles?|stories|story|pieces?|columns?|coverage|reporting|reports?)"
_IS = r"(?:is|are|was|were|do|does|did|has|have|had)"
_ME = r"(?: me| us)?"
_SOME = r"(?: all| some| any| every)?(?: of)?(?: the| your)?"
_ABOUT = (
    r"(?:that are about|that is about|which are about|about|on|regarding|concerning|covering|"
    r"discussing|dealing with|that deal with|that cover|that discuss|related to|that talk about)"
)
_MENTION = (
    r"(?:mentioning|naming|containing|(?:that |which )?(?:mentions?|names?|contains?|includes?|"
    r"refers? to)|with|mentioned)"
)
_WROTE = r"(?:written|write|wrote|publish(?:ed)?|report(?:ed)?|cover(?:ed)?|post(?:ed)?|run)"
_BY = r"(?:(?:written |published )?by|from|in|on|of)"
_NEWS = r"(?:coverage|news|reporting|reports|articles|stories|developments|events)"
PLACE = re.compile(
    r" (?:in|by|among|across) (?:(?:the|this|these|your|our|all|an?|any) )?"
    r"(?:of the )?(?:news |whole |entire )?"
    r"(?:articles?|archives?|corpus|collection|news|press|media|index)$",
    re.IGNORECASE,
)
_ARCHIVE = r"(?:archives?|corpus|collection|index)"
IN_THE_ARCHIVE = re.compile(rf" in (?:the|this|your|our) {_ARCHIVE}\b", re.IGNORECASE)
POLITE = re.compile(
    r"^(?:(?:can|could|would|will) you |please |kindly |i(?:'d| would) like to |i want to |"
    r"let me )(?:see |know |read )?(?=\S)",
    re.IGNORECASE,
)
_SEEN = (
    r"(?:appear(?:ed)?|(?:be )?mentioned|(?:be )?named|come up|came up|show(?:n|ed)? up|"
    r"(?:be )?reported on|(?:be )?written about|(?:be )?covered|(?:be )?discussed|"
    r"(?:be )?in the news|make the news|make headlines|surface)"
)


COUNT = (
    _compiled(rf"(?:in |of )?how many (?:of the )?{_A}(?P<rest> .+)?"),
    _compiled(
        rf"(?:(?:what is|what's|what was) )?(?:the )?(?:total )?number of {_A}(?P<rest> .+)?"
    ),
    _compiled(rf"count{_SOME} {_A}(?P<rest> .+)"),
)
_THEY = rf"(?:the |these |your )?(?:{_ARCHIVE}|{_A}|news|press)"
COUNT_OF = (
    _compiled(
        rf"how (?:often|many times) (?:do|does|did|has|have) {_THEY} "
        r"(?:mention(?:ed)?|named?|talk about|discuss(?:ed)?) (?P<x>.+)"
    ),
    _compiled(
        rf"(?:in )?how many {_A} {_IS} (?P<x>.+) (?:be )?(?:mentioned|named|appear|discussed)"
    ),
    _compiled(
        rf"how (?:often|many times) {_IS} (?P<x>.+?) (?:been |be )?"
        r"(?:mentioned|named|appear|appeared|come up|written about)"
    ),
)
_NTH = r"(?P<nth>first|earliest|oldest|last|latest|newest|most recent)"
NTH_ARTICLE = (
    _compiled(
        rf"(?:(?:(?:what|which)(?: is| was)?|what's|(?:find|show|give){_ME}) )?(?:the )?"
        rf"{_NTH} {_ONE}(?: to mention (?P<x>.+)|(?P<rest> .+)?)"
    ),
    _compiled(rf"(?:which|what) {_A} (?P<nth>first|last) (?:mentioned|named|covered) (?P<x>.+)"),
)
NTH_TIME = (
    _compiled(
        rf"when (?:did|do|does|has|have) {_THEY} (?P<nth>first|last) "
        r"(?:mention(?:ed)?|named?|report(?:ed)? on|write about|cover|discuss) (?P<x>.+)"
    ),
    _compiled(rf"(?:what|when|where) (?:is|was) (?:the )?{_NTH} mention of (?P<x>.+)"),
    _compiled(rf"when {_IS} (?P<x>.+?) (?P<nth>first|last) (?:been )?{_SEEN}"),
    _compiled(rf"when {_IS} (?P<x>.+?) {_SEEN} (?:for the )?(?P<nth>first|last)(?: time)?"),
    _compiled(
        rf"when (?:did|has) (?P<who>{NAME}) (?P<nth>first|last) "
        r"(?:mention|report(?: on)?|write about|written about|cover|name) (?P<x>.+)"
    ),
)
LIST = (
    _compiled(rf"(?:which|what)(?: other)? {_A}(?P<rest> .+)?"),
    _compiled(
        rf"(?:list|show|find|give|get|name|display|search for){_ME}{_SOME}(?: a list of)? {_LOOSE}"
        rf"(?P<rest> .+)?"
    ),
    _compiled(
        rf"(?:are there|is there|do you have|have you got|do we have|i want|i need){_SOME} {_LOOSE}"
        r"(?P<rest> .+)"
    ),
    _compiled(
        r"(?:all |the |some |any )?(?:news )?(?:articles|stories|pieces|columns)(?P<rest> .+)?"
    ),
    _compiled(rf"(?:do|does) (?:any|some)(?: of the)? {_A}(?P<rest> .+)"),
    _compiled(r"(?:the |any )?(?:coverage|reporting)(?P<rest> (?:of|on|by|from) .+)"),
)
MENTIONED = _compiled(r"(?:is|are|was|were) (?P<x>.+?) (?:ever )?mentioned")
OWN = _compiled(
    rf"(?:(?:list|show|find|give|get|what are|what is){_ME}{_SOME} )?(?:the )?(?P<who>{NAME}?)"
    rf"(?:'s?)? {_LOOSE}(?: (?:{_ABOUT}|of) (?P<x>.+))?"
)
WRITTEN = (
    _compiled(
        rf"(?:what|which {_A}|what {_A}|what else) (?:has|have|did|does|do) (?P<who>{NAME}?) "
        rf"(?:{_WROTE})(?: (?:about|on|of|regarding|concerning) (?P<x>.+))?"
    ),
    _compiled(
        rf"(?:(?:list|show|find|give|get){_ME} )?(?:everything|anything|all)(?: that)? "
        rf"(?P<who>{NAME}?) (?:has |have )?{_WROTE}(?: (?:about|on|of) (?P<x>.+))?"
    ),
    _compiled(
        rf"what (?:has been|was|is) {_WROTE} by (?P<who>{NAME}?)(?: (?:about|on|of) (?P<x>.+))?"
    ),
    _compiled(
        rf"how (?:has|have|did|does|do) (?P<who>{NAME}?) (?:cover(?:ed)?|report(?:ed)?(?: on)?) "
        r"(?P<x>.+)"
    ),
    _compiled(
        rf"(?:has|have|did) (?P<who>{NAME}?) (?:ever )?{_WROTE}(?: anything)?"
        r" (?:about|on|regarding) (?P<x>.+)"
    ),
)
SAID = (
    _compiled(
        rf"what (?:has|have|did|does|do|is|was) (?P<who>{NAME}?) (?:said|say|saying|have to say)"
        r"(?: (?:about|on|of|regarding) (?P<x>.+))?"
    ),
    _compiled(rf"(?P<who>{NAME}) (?:on|about) (?P<x>.+)"),
)
AUTHORS = (
    _compiled(
        r"who (?:has |have |else )?(?:written|wrote|writes|reported|reports)"
        rf"(?: an?| the| any| some)?(?: {_A})? (?:about|on) (?P<x>.+)"
    ),
    _compiled(
        r"which (?:authors?|journalists?|reporters?|writers?) (?:has |have )?"
        r"(?:written|wrote|writes?|reported|reports?|covered|covers?)(?: about| on)? (?P<x>.+)"
    ),
)
OUTLETS = _compiled(
    r"(?:which|what) (?:(?:news )?outlets?|newspapers?|sources?|publications?|papers?) "
    r"(?:has |have )?(?:written|wrote|writes?|reported|reports?|covered|covers?)(?: about| on)? "
    r"(?P<x>.+)"
)
LATEST = (
    _compiled(
        r"(?:(?:give|get|show|tell) (?:me|us) )?(?:an |any |the )?updates? (?:on|about) (?P<x>.+)"
    ),
    _compiled(
        r"(?:(?:give|get|show) (?:me|us) )?(?:the |some )?(?:recent )?news (?:on|about) (?P<x>.+)"
    ),
    _compiled(
        r"(?:(?:what is|what's|whats|what are|tell me|give me|show me|any|get me) )?(?:the |some )?"
        r"(?:latest|newest|most recent)"
        rf"(?: (?:news|developments?|updates?|headlines|{_LOOSE}))?(?: there is)?"
        r" (?:on|about|in|with|from|regarding|for|concerning) (?P<x>.+)"
    ),
    _compiled(
        r"(?:(?:what is|what's|what are|tell me|give me|show me) )?(?:the )?(?:latest|newest)"
        r" (?P<x>.+) (?:news|updates?|developments?|headlines)"
    ),
    _compiled(
        r"(?:is there |are there )?any (?:new |recent )?(?:news|updates?|developments?) "
        r"(?:on|about|from|regarding|with|in) (?P<x>.+)"
    ),
    _compiled(r"what(?: is|'s) new (?:with|about|on|in) (?P<x>.+)"),
)
_GIVE = (
    rf"(?:(?:give|show|make|write|get){_ME} )?(?:an? |the )?(?:brief |short |quick |full |dated )?"
)
_SUMMARY = r"(?:summari[sz]e|summary of|sum up|overview of|digest of|recap(?: of)?|review(?: of)?)"
DIGEST = (
    _compiled(
        rf"{_GIVE}{_SUMMARY}(?: all)?(?: of)?(?: the)?(?: (?P<who>{NAME}?)(?:'s?))? (?:recent )?"
        rf"{_NEWS}(?: (?:of|on|about|around|in|from|regarding|concerning) (?P<x>.+))?"
    ),
    _compiled(rf"{_GIVE}{_SUMMARY}(?: the)? (?P<x>.+) (?:coverage|reporting)"),
    _compiled(
        rf"{_GIVE}(?:timeline|chronology|digest)(?: of| for| on| about)"
        rf"(?:(?: the)? {_NEWS} (?:of|on|about))? (?P<x>.+)"
    ),
    _compiled(
        r"how (?:has|did|have) (?:the )?(?:coverage|story|news|reporting) (?:of|on|about) "
        r"(?P<x>.+?) (?:developed?|evolved?|changed?|unfold(?:ed)?)"
    ),
)
# What asks for a digest only where a period is given as well, and where it is still open.
DIGEST_OF_PERIOD = _compiled(
    rf"{_GIVE}{_SUMMARY} (?:(?:everything|what|all)(?: that)?(?: has)?(?: happened)? "
    r"(?:about|with|to|in|on|around) )?(?P<x>.+)"
)
# "What happened last week?", "today's headlines": the newest articles of that time.
NEWS_OF_PERIOD = _compiled(
    r"what (?:is|was)|(?:(?:what (?:is|are|was|were)|what's|show|give|tell)(?: me)? )?"
    r"(?:the |some )?(?:top |main |big )?"
    r"(?:news|headlines|events)|what(?: else| all)?(?: has| have)?(?: been)? (?:happened|happening|"
    r"was happening|went on|(?:was|is) in the news|made (?:the )?(?:news|headlines))"
)
DIGEST_SINCE = _compiled(r"what (?:has |have |had )?happened (?:with|to|in|around|about) (?P<x>.+)")
# What may follow the word for articles.
_HAVE = (
    r"(?:(?:have been |were |are |was |did you )?(?:written|published|printed)|are there|"
    r"there are|were there|is there|are|were|do (?:you|we) have|have you(?: got)?|exist|"
    r"does the (?:archive|corpus|collection|index) (?:have|hold|contain))"
)
REST_HAVE = _compiled(rf"{_HAVE}(?: (?P<rest>.+))?")
HAVE_AT_END = _compiled(rf" {_HAVE}$")
REST_OF = (
    (
        False,
        _compiled(rf"(?:{_ABOUT}|cover|discuss|deal with|talk about|are about|is about) (?P<x>.+)"),
    ),
    (True, _compiled(rf"{_MENTION}(?: the)?(?: (?:words?|names?|terms?)(?! of ))? (?P<x>.+)")),
)
REST_WROTE = (
    _compiled(
        rf"(?:did|has|have|does|do) (?P<who>{NAME}?) {_WROTE}"
        r"(?: (?:about|on|mentioning) (?P<x>.+))?"
    ),
    _compiled(rf"{_ABOUT} (?P<x>.+) (?:did|has|have|does) (?P<who>{NAME}?) {_WROTE}"),
)
_SO = rf"(?:{_ABOUT}|(?:are |is )about|(?P<mention>{_MENTION})|covers?|discuss(?:es)?|talk about)"
REST_BY = _compiled(
    rf"(?:(?:that |which )?(?:are|were) )?(?P<by>{_BY}) (?P<who>{NAME}?)(?: {_SO} (?P<x>.+))?"
)
# "What has Ann Lee written about?" asks for all she wrote.
ABOUT_WHAT = _compiled(r"(?<=written) (?:about|on)$")
BY_AT_END = _compiled(r"(?<=\S) (?P<by>(?:(?:written|published) )?by|from|in|for) (?=\S)")
# "CNN articles", which is "articles by CNN".
OF_THEIRS = _compiled(
    rf"(?P<head>(?:in )?how many|which|what|(?:list|show|find|give|get|count){_ME}{_SOME}) "
    rf"(?P<who>{NAME}?)(?:'s?)? (?P<what>{_A})(?P<rest>(?: .+)?)"
)
# "Biden or Xi", "neither Biden nor Xi": more than a list of words can tell.
EITHER = _compiled(r"\b(?:or|nor|neither|except|without)\b")
NAME_WORDS = 6
OF = _compiled(r"\b(coverage|reporting) of\b")
