"""The line below an answer: what the reader can do with it."""

from __future__ import annotations

from markupsafe import Markup

from ui.ask.exchange import Exchange
from ui.keeping.shared import link

_SHARE = Markup('<a class="act share" href="{}">Copy link</a>')
_COPY = Markup(
    '<details class="copying"><summary class="act">Copy answer</summary>'
    '<button type="button" class="act copy" name="text">Text</button>'
    '<button type="button" class="act copy" name="markdown">Markdown</button>'
    '<button type="button" class="act copy" name="html">HTML</button></details>'
)
_RETRY = Markup('<button type="button" class="act retry" value="{}">Retry</button>')
_RATE = Markup('<button type="button" class="act rate{}" name="{}" value="{}">{}</button>')
_COMMENT = Markup(
    '<form class="comment"><label>{}<input type="text" name="{}" maxlength="{}"></label>'
    '<button type="submit" class="act">Send</button></form>'
)
# The longest comment that is taken, in characters.
LONGEST_COMMENT = 1000
_LABELS = {"up": "Helpful", "down": "Not helpful"}
_ASKED = {"up": "What was good about it? (optional)", "down": "What was wrong? (optional)"}


def actions_html(exchange: Exchange) -> Markup:
    """The line for an exchange that has come to its end; nothing before that."""
    if exchange.error is not None:
        # A question that could not be read is in the box again, to be put right.
        return _line(_RETRY.format(exchange.id) if exchange.understood else Markup(""))
    if exchange.pending or exchange.answer is None:
        return Markup("")
    address = link(exchange)
    parts = [_COPY] if exchange.answer.citations else []
    if address:
        parts.append(_SHARE.format(address))
    if exchange.rateable:
        parts += [
            _RATE.format(" chosen" if exchange.verdict == name else "", name, exchange.id, label)
            for name, label in _LABELS.items()
        ]
    line = _line(Markup("").join(parts))
    if not exchange.rateable or exchange.verdict is None:
        return line
    if exchange.commented:
        return line + Markup('<p class="aside">Thank you: that is kept with the answer.</p>')
    asked = _ASKED[exchange.verdict]
    return line + _COMMENT.format(asked, exchange.id, LONGEST_COMMENT)


def _line(parts: Markup) -> Markup:
    return Markup('<div class="acts">{}</div>').format(parts) if parts else Markup("")
