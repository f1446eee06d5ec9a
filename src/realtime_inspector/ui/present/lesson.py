"""A lesson's panel as lines: what has come, what is to be done, what went wrong, and hints."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.guide.model import Language
    from realtime_inspector.lessons.model import Lesson
    from realtime_inspector.lessons.run import LessonRun, Sighting

Part = tuple[str, str]
"""A text and its style."""
Lines = list[list[Part]]

_CODE: Final = "`"
_INDENT: Final = 2
_DONE: Final = ("✓ ", "$text-success bold")
_TASK: Final = ("▶ ", "$primary bold")
_SLIP: Final = ("✗ ", "$text-error bold")
_HINT: Final = ("? ", "$text-warning bold")
_MUTED: Final = "$text-muted"


def lesson_lines(
    run: LessonRun, lang: Language, width: int, height: int, following: Lesson | None = None
) -> Lines:
    """The lines of a lesson, of which the task is always there.

    Args:
        run: How far the lesson is.
        lang: The language of the person.
        width: Cells of a line.
        height: Lines there are; what has come is left out first, the oldest of it.
        following: The lesson after this one.
    """
    task = _closing(run, lang, width, following) if run.is_over else _present(run, lang, width)
    room = height - len(task)
    past: Lines = []
    for sighting in reversed(_told(run)):
        block = _sighting(run, sighting, lang, width)
        if len(block) + len(past) > room:
            break
        past = [*block, *past]
    return [*past, *task]


def title_words(run: LessonRun, number: int, lang: Language) -> str:
    """Which lesson, and how far it is."""
    steps = len(run.lesson.steps)
    title = f"{words('Lesson', lang)} {number} · {run.lesson.title.text(lang)}"
    if run.is_over:
        return f"{title} · {words('done', lang)} ✓"
    place = words("step {step} of {steps}", lang).format(step=run.step_index + 1, steps=steps)
    return f"{title} · {place}"


def keys_words(run: LessonRun, lang: Language, following: Lesson | None) -> str:
    """What can be pressed now."""
    facts = []
    if run.is_over and following is not None:
        facts.append(words("Ctrl+N: next lesson", lang))
    elif has_hint(run):
        facts.append(words("Ctrl+T: hint", lang))
    elif run.awaited is not None and run.awaited.line.en:
        facts.append(words("Ctrl+T: types it", lang))
    if run.sightings:
        shown = words("Ctrl+Y: show #{seq}", lang)
        facts.append(shown.format(seq=run.sightings[-1].seq))
    return " · ".join((*facts, words("Ctrl+L: lessons, leave", lang)))


def has_hint(run: LessonRun) -> bool:
    """Whether the step has a hint that is not shown yet."""
    return run.step is not None and run.hints < len(run.step.hints)


def _present(run: LessonRun, lang: Language, width: int) -> Lines:
    step = run.step
    if step is None:
        return []
    lines = _block(_TASK, _with_count(run, step.task.text(lang), lang), "bold", width)
    if run.slipped is not None:
        text = f"#{run.slipped.seq}: {run.slipped.slip.says.text(lang)}"
        lines += _block(_SLIP, text, "$text-error", width)
    if run.hints:
        lines += _block(_HINT, step.hints[run.hints - 1].text(lang), "$text-warning", width)
    return lines


def _with_count(run: LessonRun, task: str, lang: Language) -> str:
    awaited = run.awaited
    if awaited is None or awaited.times == 1:
        return task
    count = words("({count} of {times})", lang).format(count=run.count, times=awaited.times)
    return f"{task} {count}"


def _closing(run: LessonRun, lang: Language, width: int, following: Lesson | None) -> Lines:
    lines = _block(_DONE, run.lesson.closing.text(lang), "bold", width)
    if following is None:
        return lines + _block(_TASK, words("That was the last lesson.", lang), "", width)
    text = words("Next: {title}. Press Ctrl+N.", lang).format(title=following.title.text(lang))
    return lines + _block(_TASK, text, "", width)


def _told(run: LessonRun) -> Sequence[Sighting]:
    """What has come in this step and in the one before, if there is anything to say about it."""
    first = run.step_index - 1
    return [
        one
        for one in run.sightings
        if one.step >= first and run.lesson.steps[one.step].expected[one.place].note.en
    ]


def _sighting(run: LessonRun, sighting: Sighting, lang: Language, width: int) -> Lines:
    note = run.lesson.steps[sighting.step].expected[sighting.place].note.text(lang)
    text = f"#{sighting.seq} `{visible(sighting.type)}`: {note}"
    return _block(_DONE, text, _MUTED, width)


def _block(sign: Part, text: str, style: str, width: int) -> Lines:
    """A paragraph with a sign before its first line."""
    plain, edges = _without_marks(text)
    lines: Lines = []
    start = 0
    for piece in wrap_cells(plain, max(10, width - _INDENT)):
        end = start + len(piece)
        first = (" " * _INDENT, "") if lines else sign
        lines.append([first, *_styled(plain, start, end, edges, style)])
        start = end
    return lines


def _without_marks(text: str) -> tuple[str, list[int]]:
    """The text without backticks, and where code begins and ends, by turns."""
    pieces = text.split(_CODE)
    edges: list[int] = []
    length = 0
    for piece in pieces[:-1]:
        length += len(piece)
        edges.append(length)
    return "".join(pieces), edges


def _styled(text: str, start: int, end: int, edges: Sequence[int], style: str) -> list[Part]:
    """A line of the text in parts, of which those that are code have a colour of their own."""
    cuts = [start, *(edge for edge in edges if start < edge < end), end]
    parts: list[Part] = []
    for left, right in pairwise(cuts):
        is_code = sum(edge <= left for edge in edges) % 2 == 1
        parts.append((text[left:right], "$secondary bold" if is_code else style))
    return parts
