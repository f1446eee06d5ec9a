"""What the event guide says about an event type, as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.fields import fields_of
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.rules import RULE_TEXTS
from realtime_inspector.ui.present.cells import width_of, wrap_cells
from realtime_inspector.ui.present.field_values import value_at
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from realtime_inspector.guide.fields import FieldMeaning
    from realtime_inspector.guide.model import EventGuide, Language
    from realtime_inspector.ui.widgets.line_view import LinePart

Line = list["LinePart"]

HEADING: Final = "bold $primary"
_INDENT: Final = "  "
_HOMES: Final = {
    "webrtc": "only on WebRTC and SIP calls",
    "sip": "only on SIP calls",
    "translation": "only in translation sessions",
    "beta": "only in the beta shape",
}
_SENDERS: Final = {"client": "↑ sent by the client", "server": "↓ sent by the server"}


def paragraph(text: str, width: int, style: str = "") -> list[Line]:
    """A text wrapped to a width."""
    return [[(piece, style)] for piece in wrap_cells(text, width)]


def sender_lines(guide: EventGuide, name: str, lang: Language, width: int) -> list[Line]:
    """Who sends it, where it is at home, and of a beta name what it is called today."""
    home = _HOMES.get(guide.transport)
    said = [words(_SENDERS[guide.direction], lang), words(home, lang) if home else ""]
    if name != guide.type:
        said.append(words("beta name of {name}", lang).format(name=guide.type))
    return paragraph(visible(" · ".join(one for one in said if one)), width, "$muted")


def guide_lines(
    guide: EventGuide, lang: Language, width: int, event: Mapping[str, Any] | None = None
) -> list[Line]:
    """All that the guide says but what the event is, which comes first of all.

    Args:
        guide: The page of the guide.
        lang: The language.
        width: Cells.
        event: The event that is explained, if it is one that was received or sent: only the
            fields that it has are told, with its own values.
    """
    said = guide.text(lang)
    sections = (
        ("When", paragraph(said.trigger, width)),
        ("Usually after one of", paragraph(", ".join(guide.before), width)),
        ("Next", paragraph(said.follows, width)),
        ("Careful", paragraph(said.pitfall, width)),
        ("Fields", _field_lines(fields_of(guide.type, lang), event, width)),
        ("Related findings", _rule_lines(guide, lang, width)),
        ("Documentation", [line for link in guide.links for line in paragraph(link, width)]),
    )
    lines: list[Line] = []
    for heading, body in sections:
        if any(text for line in body for text, _ in line):
            lines.append([(words(heading, lang), HEADING)])
            lines += body
    return lines


def _field_lines(
    fields: tuple[FieldMeaning, ...], event: Mapping[str, Any] | None, width: int
) -> list[Line]:
    """Each field with its meaning under it."""
    lines: list[Line] = []
    for field in fields:
        value = "" if event is None else value_at(event, field.path)
        if value is None:
            continue
        head = [(field.path, "bold")]
        if value:
            head.append((f" = {value}", "$text-accent"))
        lines += _wrapped_head(head, width)
        lines += [
            [(f"{_INDENT}{piece}", "")] for piece in wrap_cells(field.meaning, width - len(_INDENT))
        ]
    return lines


def _wrapped_head(head: list[tuple[str, str]], width: int) -> list[Line]:
    """Name and value in one line, or the value in lines of its own."""
    if width_of("".join(text for text, _ in head)) <= width:
        return [[*head]]
    return [line for text, style in head for line in paragraph(text, width, style)]


def _rule_lines(guide: EventGuide, lang: Language, width: int) -> list[Line]:
    """The findings that concern the event, by id and title."""
    titles = RULE_TEXTS[lang]
    return [
        line for rule in guide.rules for line in paragraph(f"{rule} {titles[rule].title}", width)
    ]
