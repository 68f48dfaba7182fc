"""The words that the resolver may put in although nobody has said them.

Their order is that of the weights' rows: a change needs a new training.
"""

from __future__ import annotations

FUNCTION_WORDS = tuple(
    (
        "the a an of in on at to for from by with about over as than between among against during "
        "before after since until besides like into out up off through under near without within "
        "behind because due if and or not 's that which who whom whose what when where why how is "
        "are was were be been being has have had having do does did doing will would can could "
        "should may might must there it its they them their he him his she her this these those "
        "one ones other others people more most much many any some another else called made used "
        "going getting so also just only all both each instead ? , ' -"
    ).split()
)
