"""The sequence diagram on the page, in pieces of a readable height."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import Step, activations_of, lifelines_of
from realtime_inspector.analysis.transcript.words import count_words
from realtime_inspector.export.html.findings import anchor
from realtime_inspector.export.sequence_svg import WIDTH, Links, Picture, SequenceDrawing
from realtime_inspector.guide.severities import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.export.diagnosis import Diagnosis

STEPS: Final = 120
"""In one piece."""
MOST_STEPS: Final = 3_000
"""On one page."""
_LINKS: Final = Links(step=lambda seq: f"#e{seq}", rule=lambda rule: f"#{anchor(rule)}")


def diagram(steps: Iterable[Step], findings: Diagnosis) -> Iterator[str]:
    """The diagram, piece by piece; only the first one is open.

    Args:
        steps: All of them.
        findings: What is wrong, which marks the steps.
    """
    feed = iter(steps)
    shown = list(islice(feed, MOST_STEPS))
    rest = sum(1 for _ in feed)
    if not shown:
        yield '<p class="empty">There is no event to draw.</p>\n'
    elif findings:
        yield f'<p class="aside">Findings: {LEGEND}.</p>\n'
    bars = activations_of(shown)
    drawing = SequenceDrawing(lifelines_of(shown), findings.mark, _LINKS)
    for start in range(0, len(shown), STEPS):
        part = shown[start : start + STEPS]
        title = f"Events {part[0].seq}–{part[-1].last_seq}"
        svg = _svg(drawing.picture(part, start, bars), title)
        if len(shown) <= STEPS:
            yield f'<div class="scroll" tabindex="0" role="group" aria-label="{title}">{svg}</div>'
        else:
            is_open = " open" if not start else ""
            yield f'<details{is_open}><summary>{title}</summary><div class="scroll">{svg}</div>'
            yield "</details>"
        yield "\n"
    if rest:
        words = f"{count_words(rest, 'step')} more of the diagram are left out; choose a part"
        yield f'<p class="aside">{words} with --filter to see it.</p>\n'


def _svg(picture: Picture, title: str) -> str:
    label = f"Sequence diagram. {title}. The list of events has the same in words."
    head = f'<svg class="sequence" viewBox="0 0 {WIDTH} {picture.height}" role="img"'
    return f'{head} aria-label="{label}">{"".join(picture.elements)}</svg>'
