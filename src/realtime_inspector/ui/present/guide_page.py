"""What the event guide says about an event type, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.guide.model import EventGuide, Language
    from realtime_inspector.ui.widgets.line_view import LinePart

Line = list["LinePart"]

HEADING: Final = "bold $primary"
_SENDERS: Final = {"client": "↑ sent by the client", "server": "↓ sent by the server"}


def paragraph(text: str, width: int, style: str = "") -> list[Line]:
    """A text wrapped to a width."""
    return [[(piece, style)] for piece in wrap_cells(text, width)]


def sender_lines(guide: EventGuide, name: str, lang: Language, width: int) -> list[Line]:
    """Who sends it, where it is at home, and of a beta name what it is called today."""
    said = [words(_SENDERS[guide.direction], lang), guide.transport]
    if name != guide.type:
        said.append(words("beta name of {name}", lang).format(name=guide.type))
    return paragraph(visible(" · ".join(one for one in said if one)), width, "$muted")


def guide_lines(guide: EventGuide, lang: Language, width: int) -> list[Line]:
    """When it comes, what follows, and what people get wrong; what it is comes first of all."""
    said = guide.text(lang)
    sections = (("When", said.trigger), ("Next", said.follows), ("Careful", said.pitfall))
    lines: list[Line] = []
    for heading, text in sections:
        if text:
            lines.append([(words(heading, lang), HEADING)])
            lines += paragraph(text, width)
    return lines
