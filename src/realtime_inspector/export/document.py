"""A transcript for people as a document: figures on top, what was said, settings at the end.

The figures are known last and stand first. So what was said goes into a file without a name as it
becomes known, chapter by chapter, and a capture of any length needs the memory of one chapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from realtime_inspector.analysis.transcript import transcript
from realtime_inspector.analysis.transcript.totals import Totals
from realtime_inspector.capture.spool import Spool
from realtime_inspector.export.base import Cleaner, header_rows, note_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.transcript import SessionTranscript
    from realtime_inspector.export.diagnosis import RuleWords
    from realtime_inspector.export.material import Material

_PIECE_BYTES: Final = 1 << 20


class Layout(Protocol):
    """How a format writes the parts of a document."""

    def head(self, rows: Iterable[tuple[str, str]], notes: Iterable[str]) -> Iterator[str]:
        """The title, the figures and what a reader must know."""

    def heading(self, title: str) -> str:
        """The heading of a session or of its settings."""

    def findings(self, found: RuleWords) -> Iterator[str]:
        """What a rule of the linter found."""

    def session(self, session: SessionTranscript, *, is_single: bool) -> Iterator[str]:
        """What was said in a session."""

    def settings(self, session: SessionTranscript) -> Iterator[str]:
        """The settings of a session that are known."""


class Shelf:
    """Text that is put aside until what stands before it is known."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._size = 0

    def __bool__(self) -> bool:
        """Whether there is any."""
        return self._size > 0

    def put(self, pieces: Iterable[str]) -> None:
        """Adds pieces of text."""
        for piece in pieces:
            data = piece.encode()
            self._spool.append(data)
            self._size += len(data)

    def pieces(self) -> Iterator[bytes]:
        """All of it, as UTF-8."""
        for offset in range(0, self._size, _PIECE_BYTES):
            yield self._spool.read(offset, min(_PIECE_BYTES, self._size - offset))


def document(material: Material, layout: Layout) -> Iterator[bytes]:
    """The pieces of a document."""
    said, settings, totals, replaced = Shelf(), Shelf(), Totals(), 0
    for chapter in material.chapters():
        cleaner = Cleaner()
        spoken = cleaner.clean(transcript(chapter.state, chapter.first_session))
        totals.add(spoken)
        totals.measured.add(chapter.state, chapter.first_session, material.tariff)
        replaced += cleaner.count
        is_single = chapter.is_last and totals.session_count == 1
        for session in spoken.sessions:
            title = "Conversation" if is_single else f"Session {session.number}"
            said.put(("\n", layout.heading(title)))
            said.put(layout.session(session, is_single=is_single))
            if session.is_known:
                title = "Settings" if is_single else f"Settings of session {session.number}"
                settings.put(("\n", layout.heading(title)))
                settings.put(layout.settings(session))
    cleaner = Cleaner()
    source = cleaner.clean(material.source)
    rows = header_rows(totals, source, replaced + cleaner.count)
    yield from (piece.encode() for piece in layout.head(rows, note_rows(totals, source)))
    yield from (piece.encode() for piece in _findings(material, layout))
    yield from said.pieces()
    yield from settings.pieces()


def _findings(material: Material, layout: Layout) -> Iterator[str]:
    if material.findings:
        yield f"\n{layout.heading('Findings')}"
        for one in material.findings.by_rule:
            yield from layout.findings(one)
