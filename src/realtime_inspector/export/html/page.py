"""Puts the page together from its parts."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from realtime_inspector.export.base import PROGRAM, encoded
from realtime_inspector.export.html.content import content_of
from realtime_inspector.export.html.conversation import conversation
from realtime_inspector.export.html.diagram import diagram
from realtime_inspector.export.html.events import data_scripts, table
from realtime_inspector.export.html.findings import findings
from realtime_inspector.export.html.overview import overview
from realtime_inspector.export.xml_text import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from realtime_inspector.export.html.content import PageContent
    from realtime_inspector.export.material import Material

_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
_DIRECTIVES: Final = (
    "default-src 'none'",
    "img-src data:",
    "media-src data:",
    "base-uri 'none'",
    "form-action 'none'",
)


class HtmlExporter:
    """The capture as a page for a browser."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The page, piece by piece.

        Raises:
            UsageError: It is too much for one page; before the first piece.
        """
        return encoded(_pieces(material))


def _pieces(material: Material) -> Iterator[str]:
    slots = _slots(content_of(material))
    for at, part in enumerate(_SLOT.split(_resource("page.html"))):
        if at % 2:
            yield from slots[part]()
        else:
            yield part


def _slots(content: PageContent) -> dict[str, Callable[[], Iterable[str]]]:
    """What fills each slot of the page."""
    name = inline(content.source.name)
    facts = dict(content.header)
    subtitle = " · ".join(facts[label] for label in ("Date", "Model", "Duration") if label in facts)
    footer = f"{facts['Written by']} · {facts['Secrets']}"
    return {
        "policy": lambda: [_policy()],
        "title": lambda: [f"{name} · {PROGRAM}"],
        "style": lambda: [_resource("style.css")],
        "name": lambda: [name],
        "subtitle": lambda: [inline(subtitle)],
        "events_count": lambda: [f"{len(content.rows):,}"],
        "overview": lambda: overview(content.header, content.notes, content.spoken),
        "findings": lambda: findings(content.findings.by_rule, {row.seq for row in content.rows}),
        "conversation": lambda: conversation(content.spoken, content.sounds, content.other_sounds),
        "table": lambda: table(content.rows),
        "diagram": lambda: diagram(content.steps, content.findings),
        "footer": lambda: [inline(footer)],
        "data": lambda: data_scripts(content.rows),
        "script": lambda: [_resource("script.js")],
    }


@cache
def _resource(name: str) -> str:
    """A part of the page that comes with the program."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _policy() -> str:
    """A content security policy that allows this page's own style and script, and no request."""
    own = [
        f"{kind}-src 'sha256-{_hash(_resource(name))}'"
        for kind, name in (("style", "style.css"), ("script", "script.js"))
    ]
    return "; ".join([*_DIRECTIVES, *own])


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
