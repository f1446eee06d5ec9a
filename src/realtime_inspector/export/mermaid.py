"""Mermaid: a sequence diagram for issues, documents and lessons.

One diagram is a `.mmd` file. Renderers refuse a diagram above 50,000 characters and draw an
error picture in its place (`maxTextSize`), so a longer capture is divided where no response runs,
else between two steps. In one file the parts then stand as fenced blocks in Markdown, which
GitHub, GitLab, editors and mermaid's own command line read; as several files each part is a `.mmd`.

What Mermaid takes as its own in a text, and what that does, is in INTERCHANGE.md section 6: a `;`
ends the statement, a `#` cuts the rest, `%%{…}%%` and `$$…$$` vanish. They are written as entities.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import (
    Arrow,
    Lifeline,
    Note,
    NoteKind,
    Run,
    Step,
    is_recorded,
    lifelines_of,
    steps_of,
)
from realtime_inspector.analysis.transcript.words import span_words
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.safe import visible
from realtime_inspector.export.base import PROGRAM, encoded, secrets_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.export.diagnosis import Diagnosis
    from realtime_inspector.export.material import Material

MOST_CHARACTERS: Final = 45_000
"""Of one diagram: renderers stop at 50,000."""
_MOST_WORDS: Final = 100
"""Characters of one text; the reader is told."""
_FULL: Final = 30_000
"""From this size on a diagram ends where the next response begins."""
_SPECIAL: Final = re.compile(r'[#;%<>&"$]')
_IDS: Final = {
    Lifeline.USER: "U",
    Lifeline.CLIENT: "C",
    Lifeline.SERVER: "S",
    Lifeline.TOOLS: "T",
}
_ROLES: Final = {
    Lifeline.USER: "You",
    Lifeline.CLIENT: "Client (application)",
    Lifeline.SERVER: "API (model)",
    Lifeline.TOOLS: "Tools (functions)",
}
_LINES: Final = {
    (Lifeline.CLIENT, Lifeline.SERVER): "->>",
    (Lifeline.CLIENT, Lifeline.TOOLS): "->>",
    (Lifeline.SERVER, Lifeline.TOOLS): "->>",
    (Lifeline.SERVER, Lifeline.CLIENT): "-->>",
    (Lifeline.TOOLS, Lifeline.CLIENT): "-->>",
    (Lifeline.TOOLS, Lifeline.SERVER): "-->>",
}
"""Who asks draws a whole line, who answers a dotted one."""
_ACTIVATE: Final = "    activate S"
_DEACTIVATE: Final = "    deactivate S"
_CUT_WORDS: Final = (
    f"Runs of deltas are folded, texts are cut at {_MOST_WORDS} characters, "
    "and the audio and the other fields of the events are left out."
)


class MermaidExporter:
    """The capture as a sequence diagram."""

    def export(self, material: Material) -> Iterator[bytes]:
        """One diagram, or Markdown with one fenced block a part."""
        return encoded(_document(material))

    def files(self, material: Material) -> Iterator[tuple[str, Iterator[bytes]]]:
        """One `.mmd` file a part."""
        for number, part in enumerate(_parts(material), 1):
            yield f"part-{number:03d}.mmd", encoded([part])


def _document(material: Material) -> Iterator[str]:
    parts = _parts(material)
    first = next(parts)
    second = next(parts, None)
    if second is None:
        yield first
        return
    yield f"# Realtime session\n\n{_CUT_WORDS}\n"
    for number, part in enumerate(chain((first, second), parts), 1):
        yield f"\n## Part {number}\n\n```mermaid\n{part}```\n"


def _parts(material: Material) -> Iterator[str]:
    """Valid diagrams of bounded size, at least one."""
    records = ((one.seq, one.record) for one in material.records())
    for number, page in enumerate(_pages(steps_of(records), material.findings), 1):
        yield _diagram(number, page, material)


def _diagram(number: int, page: _Page, material: Material) -> str:
    lifelines = lifelines_of(page.steps)
    ends = f"{_IDS[lifelines[0]]},{_IDS[lifelines[-1]]}"
    title = f"Realtime session {escaped(material.source.name)}"
    part = "" if number == 1 and page.is_last else f", part {number}"
    rows = [
        f"%% {_CUT_WORDS}",
        "sequenceDiagram",
        f"    accTitle: Realtime session{part}",
        *(f"    participant {_IDS[one]} as {_ROLES[one]}" for one in lifelines),
        f"    Note over {ends}: {title}{part}",
        *page.rows,
    ]
    if page.is_last:
        rows.append(f"%% Secrets: {secrets_words(material.source.redactions)}. By {PROGRAM}.")
    return "\n".join(rows) + "\n"


class _Page:
    """The rows of one diagram as they grow."""

    def __init__(self, running: Iterable[str] = ()) -> None:
        self.steps: list[Step] = []
        self.rows: list[str] = []
        self.running = dict.fromkeys(running)
        """Ids of the responses that the server works on."""
        self.rows += [_ACTIVATE] * len(self.running)
        self.size = sum(map(_size, self.rows))
        self.is_last = False

    def add(self, step: Step, rows: list[str]) -> None:
        self.steps.append(step)
        self.rows += rows
        self.size += sum(map(_size, rows))
        if step.begins and step.begins not in self.running:
            self.running[step.begins] = None
            self.rows.append(_ACTIVATE)
        for response_id in step.ends:
            if self.running.pop(response_id, "") is None:
                self.rows.append(_DEACTIVATE)

    def closed(self, *, is_last: bool) -> _Page:
        """The page with no activation open: those that are go on in the next one."""
        self.rows += [_DEACTIVATE] * len(self.running)
        self.is_last = is_last
        return self


def _size(row: str) -> int:
    return len(row) + 1


def _pages(steps: Iterable[Step], findings: Diagnosis) -> Iterator[_Page]:
    """The steps divided into pages; at least one."""
    writer = _Writer(findings)
    page = _Page()
    for step in steps:
        rows = list(writer.rows(step))
        is_turn = page.size > _FULL and not page.running
        if page.steps and (is_turn or page.size + sum(map(_size, rows)) > MOST_CHARACTERS):
            yield page.closed(is_last=False)
            page = _Page(page.running)
        page.add(step, rows)
    yield page.closed(is_last=True)


class _Writer:
    """Writes steps in Mermaid's language."""

    def __init__(self, findings: Diagnosis) -> None:
        self._findings = findings
        self._redactor = Redactor()
        """A key that came in two deltas is whole only in their run."""

    def rows(self, step: Step) -> Iterator[str]:
        """The statements of a step."""
        if isinstance(step, Run):
            yield f"    loop {_loop_words(step)}"
            for arrow in step.arrows:
                yield from (f"    {row}" for row in self._messages(arrow))
            yield "    end"
        elif isinstance(step, Arrow):
            yield from self._messages(step)
        else:
            yield self._note(step)
        yield from self._marks(step)

    def _marks(self, step: Step) -> Iterator[str]:
        """What is wrong with the step, below it."""
        mark = self._findings.mark(step.seq, step.last_seq) if is_recorded(step) else None
        if mark is not None:
            titles = "<br/>".join(escaped(title) for title in mark.titles)
            yield f"    Note over C,S: {mark.sign} {titles}"

    def _messages(self, arrow: Arrow) -> Iterator[str]:
        """A message, and before or after it what the user said or is given."""
        words = self._words(arrow.words) if arrow.is_users else ""
        if not words:
            yield self._message(arrow)
        elif arrow.source is Lifeline.CLIENT:
            yield f"    U->>C: {words}"
            yield self._message(replace(arrow, words=""))
        else:
            yield self._message(replace(arrow, words=""))
            yield f"    C-->>U: {words}"

    def _message(self, arrow: Arrow) -> str:
        line = "--x" if arrow.is_failure else _LINES[arrow.source, arrow.target]
        words = self._words(arrow.words)
        if not arrow.is_derived:
            text = "<br/>".join(filter(None, (_event_words(arrow), words)))
        elif arrow.target is Lifeline.TOOLS:
            text = f"call {escaped(arrow.label)}{words}"
        else:
            text = f"result of {escaped(arrow.label)}<br/>{words}"
        return f"    {_IDS[arrow.source]}{line}{_IDS[arrow.target]}: {text}"

    def _note(self, note: Note) -> str:
        if note.kind is NoteKind.PAUSE:
            return f"    Note over C,S: {span_words(note.span_ms or 0)} without an event"
        head = f"{note.seq} {escaped(note.label)}"
        words = self._words(note.words)
        return f"    Note over C,S: {'<br/>'.join(filter(None, (head, words)))}"

    def _words(self, text: str) -> str:
        shown = visible(self._redactor.text(text))
        if len(shown) > _MOST_WORDS:
            shown = shown[: _MOST_WORDS - 1] + "…"
        return escaped(shown) if shown else ""


def _loop_words(run: Run) -> str:
    return " and ".join(f"{arrow.count} × {escaped(arrow.label)}" for arrow in run.arrows)


def _event_words(arrow: Arrow) -> str:
    """Which event it is, such as `4 response.create`; of a run, the first and the last one."""
    last = "" if arrow.last_seq == arrow.seq else f"–{arrow.last_seq}"
    return f"{arrow.seq}{last} {escaped(arrow.label)}"


def escaped(text: str) -> str:
    """Text as Mermaid that draws exactly this text, in one line."""
    shown = _SPECIAL.sub(lambda match: f"#{ord(match.group())};", visible(text))
    return shown if shown.strip() else "#8203;"
