"""The head and foot of the page."""

from __future__ import annotations

from markupsafe import Markup

from assistant import Assistant, AssistantError
from ui.wording import counted, long_date, well_formed

TITLE = "News Assistant"
FOOT = "Answers come from the articles alone. Every quote is shown word for word, in its place."


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
    return well_formed(Markup('<h1>{}</h1><p class="corpus">{}</p>').format(TITLE, corpus))


def foot_html() -> str:
    """The line at the foot of the page."""
    return str(Markup("<p>{}</p>").format(FOOT))
