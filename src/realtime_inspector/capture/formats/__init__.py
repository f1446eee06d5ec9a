"""The formats that captures are read from; the first of the highest scores wins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.formats.cassette import CassetteFormat
from realtime_inspector.capture.formats.console import ConsoleFormat
from realtime_inspector.capture.formats.document import DocumentFormat
from realtime_inspector.capture.formats.har import HarFormat
from realtime_inspector.capture.formats.lines import LinesFormat
from realtime_inspector.capture.formats.logtext import LogTextFormat
from realtime_inspector.capture.formats.mitmproxy import MitmproxyFormat
from realtime_inspector.capture.formats.own import OwnFormat

if TYPE_CHECKING:
    from realtime_inspector.capture.formats.base import Format

FORMATS: Final[tuple[Format, ...]] = (
    OwnFormat(),
    MitmproxyFormat(),
    HarFormat(),
    CassetteFormat(),
    LinesFormat(),
    DocumentFormat(),
    LogTextFormat(),
    ConsoleFormat(),
)
"""Whole-file formats that know themselves by their beginning come before the general ones."""
