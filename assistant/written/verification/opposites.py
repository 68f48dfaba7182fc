"""Words that say the opposite of each other, and words that deny by their sense.

English of the news, written by hand: a list of antonyms is the one thing that vectors of words do
not give, in which "rise" and "fall" lie side by side.
"""

from __future__ import annotations

from functools import cache

from index.text.terms import term

_PAIRS = """
rise rises rose risen rising increase increased increases increasing increasingly grow grew grown
grows growth climb climbed surge surged jump jumped soar soared gain gained gains up raise raised
raises hoist hoisted boost boosted expand expanded extend double doubled
/ fall falls fell falling decrease decreased decreases declined declines drop dropped drops plunge
plunged sink sank shrink shrank slump slumped down lowered lowers reduce reduced reduces cut cuts
tumble tumbled plummet plummeted fewer limit limited weaken weakened;
more greater exceed exceeded / less fewer;
most many much majority numerous / few minority little;
win won wins winning beat beats victory triumph / lose lost loses losing loss losses;
accept accepted accepts approve approved approves agree agreed agrees comply obey upheld
/ reject rejected rejects refuse refused refuses decline declined declines deny denied disagree
disagreed defy defied ignore ignored;
allow allowed allows permit permitted permits let enable authorize authorized
/ ban banned bans prohibit prohibited forbid forbidden prevent prevented bar barred block blocked;
support supported supports supporting back backed backs favor favored endorse endorsed
/ oppose opposed opposes opposing criticize criticized condemn condemned;
praise praised praises welcome welcomed hail hailed / criticize criticized criticizes condemn
condemned blame blamed;
confirm confirmed confirms admit admitted acknowledge acknowledged / deny denied denies dispute;
start started starts begin began begun begins launch launched
/ end ended ends stop stopped stops finish finished halt halted cease ceased;
open opened opens reopen reopened / close closed closes shut shuttered;
legal legality lawful constitutional / illegal illegality unlawful unconstitutional;
realistic likely possible able certain sure / unrealistic unlikely impossible unable uncertain
doubtful unsure;
safe safer safety protected / unsafe dangerous risky danger;
true right rightly correct correctly truthfully accurate accurately
/ false falsely wrong wrongly incorrect incorrectly inaccurate;
with / without;
strong stronger strengthen strengthened strengthens / weak weaker weaken weakened weakens;
tight tighter tighten tightened / loose looser loosen loosened ease eased;
large larger big bigger largest biggest huge / small smaller smallest;
high higher highest / low lower lowest;
old older oldest / young younger youngest;
rich wealthy / poor;
guilty convicted convict / innocent acquitted acquit;
alive survive survived survives / dead killed died dies die;
arrive arrived join joined enter entered / leave left depart departed quit exit exited;
buy bought buys purchase purchased acquire acquired / sell sold sells;
hire hired hires recruit / fired dismissed sacked;
include included includes / exclude excluded excludes;
public publicly / private secret secretly;
expected / unexpected unexpectedly surprise surprising surprisingly;
ally allies friend friends / enemy enemies foe;
succeed succeeded succeeds success successful successfully
/ fail failed fails failure unsuccessful unsuccessfully;
continue continued continues remain remained keep kept maintain
/ stop stopped end ended abandon abandoned leave;
improve improved improves better best / worsen worsened worsens worse worst deteriorate;
hot hotter warm warmer / cold colder cool cooler;
positive / negative;
optimistic hopeful / pessimistic;
north northern / south southern;
east eastern / west western;
male man men boy boys / female woman women girl girls;
mandatory compulsory required obligatory / voluntary optional;
temporary temporarily / permanent permanently;
attend attended attends / skip skipped skips miss missed boycott boycotted;
promise promised pledge pledged vow vowed / refuse refused;
ahead lead leads leading / behind trail trails trailing lagging lag lags;
urban / rural;
remember remembered / forget forgot forgotten;
always / never;
mother mothers mom mum / father fathers dad;
son sons / daughter daughters;
brother brothers / sister sisters;
husband husbands / wife wives;
boyfriend / girlfriend;
uncle uncles nephew nephews / aunt aunts niece nieces;
grandfather grandson grandsons / grandmother granddaughter granddaughters;
king prince / queen princess;
buyer buyers customer customers / seller sellers vendor vendors;
employer employers / employee employees;
plaintiff plaintiffs prosecutor prosecutors / defendant defendants;
import imports imported / export exports exported;
winner winners / loser losers runner-up;
morning / afternoon evening;
everyone everybody everything / nobody nothing none
"""
# What denies by its sense. The first of them do so strongly: they need a denial in the source.
_STRONG = """
fail failed fails refuse refused refuses deny denied denies reject rejected rejects stop stopped
stops unable prevent prevented prevents
"""
_SENSE = """
cancel cancelled canceled ban banned prohibit prohibited abandon abandoned
failure refusal decline declined lack lacked lacks lacking unlikely impossible avoid avoided halt
halted end ended ending cease ceased forbid forbidden bar barred block blocked canceling cancels
absent absence missing miss missed skip skipped withdraw withdrew withdrawn silent against free
rarely seldom only instead rather except unless unclear unknown uncertain doubt doubts doubtful
false falsely wrong wrongly incorrectly myth refrain reluctant resist oppose opposed opposes
objected dismiss dismissed lose lost loss scarce scarcely tough difficult hard ran run short
disappear vanished vanish until
"""


@cache
def _table() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    opposite: dict[str, set[str]] = {}
    same: dict[str, set[str]] = {}
    for line in _PAIRS.split(";"):
        one, _, other = line.partition("/")
        left, right = ({term(w) for w in side.split()} for side in (one, other))
        for own, against in ((left, right), (right, left)):
            for word in own:
                opposite.setdefault(word, set()).update(against - own)
                same.setdefault(word, set()).update(own)
    return (
        {w: frozenset(o - same[w]) for w, o in opposite.items()},
        {w: frozenset(s) for w, s in same.items()},
    )


STRONG = frozenset(map(term, _STRONG.split()))
SENSE = STRONG | frozenset(map(term, _SENSE.split()))


def opposites(word: str) -> frozenset[str]:
    """The terms that say the opposite of the term `word`, by the list or by a prefix ("un-")."""
    prefixed = {f"{p}{word}" for p in ("un", "in", "im", "il", "ir", "dis", "non", "non-")}
    for prefix in ("un", "dis", "non-"):
        if word.startswith(prefix) and len(word) > len(prefix) + 3:
            prefixed.add(word[len(prefix) :])
    return _table()[0].get(word, frozenset()) | prefixed


def allied(word: str) -> frozenset[str]:
    """The terms that the list has on the same side as the term `word`."""
    return _table()[1].get(word, frozenset())
