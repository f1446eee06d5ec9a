"""What a reader must know first: where the capture comes from, what it lacks, its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.export.base import settings_rows
from realtime_inspector.export.html.markup import block
from realtime_inspector.export.xml_text import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.transcript import SessionTranscript, Transcript


def overview(
    rows: Iterable[tuple[str, str]], notes: Iterable[str], spoken: Transcript
) -> Iterator[str]:
    """Facts, notes and settings.

    Args:
        rows: Label and value of what is said on top of every export.
        notes: What could not be read, or is not on the page, in sentences.
        spoken: The transcript, without secrets.
    """
    yield _facts(rows)
    shown = "".join(f"<li>{inline(note)}</li>" for note in notes)
    if shown:
        yield f'<h3>To know</h3>\n<ul class="notes">{shown}</ul>\n'
    is_single = len(spoken.sessions) == 1
    for session in spoken.sessions:
        yield from _settings(session, is_single=is_single)


def _settings(session: SessionTranscript, *, is_single: bool) -> Iterator[str]:
    rows = settings_rows(session)
    if not rows:
        return
    title = "Settings" if is_single else f"Settings of session {session.number}"
    yield f"<details open><summary><h3>{title}</h3></summary>\n{_facts(rows)}"
    if session.instructions:
        text = block(session.instructions)
        yield f'<details><summary>Instructions</summary><p class="text">{text}</p></details>\n'
    yield "</details>\n"


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    pairs = (f"<div><dt>{label}</dt><dd>{inline(value)}</dd></div>" for label, value in rows)
    return f"<dl>{''.join(pairs)}</dl>\n"
