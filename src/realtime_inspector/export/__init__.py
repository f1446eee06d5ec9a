"""The formats that a capture's state can be exported in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.errors import UsageError
from realtime_inspector.export.json_ import JsonExporter
from realtime_inspector.export.markdown import MarkdownExporter
from realtime_inspector.export.text import TextExporter

if TYPE_CHECKING:
    from realtime_inspector.export.base import Exporter

EXPORTERS: Final[tuple[Exporter, ...]] = (MarkdownExporter(), TextExporter(), JsonExporter())
"""All formats; the command line and the export screen offer them in this order."""


def exporter(name: str) -> Exporter:
    """The exporter of a format.

    Raises:
        UsageError: There is none of this name.
    """
    for one in EXPORTERS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in EXPORTERS)
    raise UsageError(f"There is no export format {name!r}.", f"Choose one of: {names}.")
