"""The head of the page."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from assistant import Assistant, AssistantError, Status
from ui.wording import counted, long_date, moment, well_formed

TITLE = "News Assistant"


def masthead_html(assistant: Assistant) -> str:
    """The title, and of what and how new the corpus is at this moment."""
    try:
        status = assistant.status()
    except AssistantError as error:
        corpus = " ".join(str(error).split())
    else:
        corpus = counted(status.articles, "article")
        if status.newest:
            corpus += f" · newest {long_date(status.newest)}"
        if updated := moment(status.created, dt.datetime.now().astimezone()):
            corpus += f" · updated {updated}"
        if status.dense < 1:
            corpus += f" · {searched_by(status)}"
    return well_formed(Markup('<h1>{}</h1><p class="corpus">{}</p>').format(TITLE, corpus))


def searched_by(status: Status) -> str:
    """What searches the index while its vectors are not all done."""
    done = status.dense
    work = status.at_work
    if work is not None and work.doing == "embed" and work.total:
        # Of what is left; the index counts them when they are published.
        done += (1 - done) * work.done / work.total
    return f"you can ask already, by words: vectors are being made ({done:.0%} done)"
