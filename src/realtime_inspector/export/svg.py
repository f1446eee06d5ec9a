"""SVG: the sequence diagram as a picture of its own, for documents and slides.

One picture holds so many steps that every renderer draws it (librsvg stops at 32,767 pixels); of a
longer capture the rest is counted at its end, and several files hold all of it. There is no script
in it and nothing is fetched. Colours stand in rules without variables, which librsvg does not
know; a browser follows the reader's choice of a dark or a light scheme.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import Depths, activations_of, lifelines_of, steps_of
from realtime_inspector.analysis.transcript.words import count_words
from realtime_inspector.core.finding import Severity
from realtime_inspector.export.base import PROGRAM, encoded, secrets_words
from realtime_inspector.export.sequence_svg import WIDTH, SequenceDrawing
from realtime_inspector.export.xml_text import inline
from realtime_inspector.guide.severities import LEGEND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from realtime_inspector.analysis.sequence import Step
    from realtime_inspector.export.material import Material

MOST_STEPS: Final = 400
"""In one picture: some 12,000 pixels."""
_HEADER: Final = 44
_FOOTER: Final = 52
_MONO: Final = (
    "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', "
    "'Noto Sans Mono CJK JP', monospace"
)
_SANS: Final = (
    "system-ui, 'Segoe UI', 'Helvetica Neue', 'Hiragino Sans', 'Yu Gothic UI', 'Noto Sans', "
    "'Noto Sans CJK JP', 'DejaVu Sans', sans-serif"
)
_SHAPES: Final = (
    ("text", f"font: 12px {_MONO}; paint-order: stroke; stroke-width: 4px; stroke-linejoin: round"),
    ("text.title", f"font: 600 15px {_SANS}; stroke: none"),
    ("text.foot", f"font: 12px {_SANS}; stroke: none"),
    ("text.actor", f"font: 600 13px {_SANS}; text-anchor: middle; stroke: none"),
    (".lifeline", "stroke-dasharray: 3 4"),
    (".seq", "text-anchor: end"),
    (".time", "font-size: 11px"),
    (".finding", "font-weight: 600"),
    (".run", "fill: none; stroke-dasharray: 4 3"),
    (".wire", "stroke-width: 1.4; fill: none"),
    (".reply .wire", "stroke-dasharray: 5 3"),
    (".note text.said", "text-anchor: middle; stroke: none"),
    ("path.pause", "stroke-dasharray: 1 5"),
    ("text.pause", "text-anchor: middle; font-style: italic"),
)
"""What holds in any scheme."""
_FAMILIES: Final = {
    "session": ("#59636f", "#98a2b0"),
    "items": ("#1f6fd0", "#6db3ff"),
    "response": ("#7a3fc4", "#c39bff"),
    "input": ("#0c7a6b", "#58cdb9"),
    "output": ("#b0348a", "#f08cca"),
    "tools": ("#9a5b00", "#f0b35b"),
    "other": ("#59636f", "#98a2b0"),
}
"""Colours of the families, for light and dark: those of the HTML page."""
_PAPER: Final = ("#ffffff", "#1b1f26")
_TEXT: Final = ("#1b1f26", "#e4e8ee")
_SOFT: Final = ("#59636f", "#98a2b0")
_LINE: Final = ("#c4cad3", "#454d59")
_ERROR: Final = ("#c22a2a", "#ff7b7b")
_FINDINGS: Final = {
    Severity.ERROR: _ERROR,
    Severity.WARN: ("#8a5a00", "#f0b35b"),
    Severity.INFO: ("#1f6fd0", "#6db3ff"),
}
_COLOURS: Final = (
    (".paper", "fill", _PAPER),
    ("text", "fill", _TEXT),
    ("text", "stroke", _PAPER),
    (".lifeline, .run, path.pause, rect.actor, .note rect", "stroke", _LINE),
    ("rect.actor", "fill", ("#eef0f3", "#22272f")),
    (".activation", "fill", ("#e8edff", "#26304f")),
    (".activation", "stroke", ("#3155d4", "#8ea8ff")),
    *((f".f-{name} .wire", "stroke", colour) for name, colour in _FAMILIES.items()),
    *((f".f-{name} .head, .f-{name} text", "fill", colour) for name, colour in _FAMILIES.items()),
    (".failure .wire", "stroke", _ERROR),
    (".failure .head, .failure text, .failure .words", "fill", _ERROR),
    (".step .seq, .step .time, .step .words, text.pause, .foot", "fill", _SOFT),
    *((f".finding.{name}", "fill", colour) for name, colour in _FINDINGS.items()),
    (".note rect", "fill", ("#fff4d6", "#3a3018")),
    (".note text.said", "fill", ("#7a5200", "#f3cf7a")),
)
"""A selector, a property, and its values for light and dark; the later ones win."""


class SvgExporter:
    """The capture as a picture of its messages."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The first steps, as many as one picture holds."""
        return encoded(_first(material))

    def files(self, material: Material) -> Iterator[tuple[str, Iterator[bytes]]]:
        """All steps, one picture a part."""
        pages = _pages(material)
        depths = Depths()
        following: list[Step] | None = next(pages)
        number = 0
        while following is not None:
            number, steps = number + 1, following
            following = next(pages, None)
            title = f", part {number}" if number > 1 or following else ""
            yield (
                f"part-{number:03d}.svg",
                encoded(_picture(steps, material, title, depths.running)),
            )
            for step in steps:
                depths.begin(step)
                depths.end(step)


def _pages(material: Material) -> Iterator[list[Step]]:
    """The steps divided into pictures; at least one."""
    steps = _steps(material)
    yield list(islice(steps, MOST_STEPS))
    while page := list(islice(steps, MOST_STEPS)):
        yield page


def _first(material: Material) -> Iterator[str]:
    steps = _steps(material)
    shown = list(islice(steps, MOST_STEPS))
    rest = sum(1 for _ in steps)
    left = f"{count_words(rest, 'step')} more are left out: -o DIR/ writes them all. "
    yield from _picture(shown, material, "", {}, left if rest else "")


def _steps(material: Material) -> Iterator[Step]:
    return steps_of((one.seq, one.record) for one in material.records())


def _picture(
    steps: Sequence[Step], material: Material, part: str, running: Mapping[str, int], left: str = ""
) -> Iterator[str]:
    findings = material.findings
    drawing = SequenceDrawing(lifelines_of(steps), findings.mark)
    picture = drawing.picture(steps, 0, activations_of(steps, running))
    title = inline(f"Realtime session {material.source.name}{part}")
    height = picture.height + _HEADER + _FOOTER
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title">\n'
    yield f'<title id="title">{title}</title>\n<style>\n{_style()}</style>\n'
    yield f'<rect class="paper" width="{WIDTH}" height="{height}"/>\n'
    yield f'<text class="title" x="24" y="28">{title}</text>\n'
    yield f'<g transform="translate(0 {_HEADER})">\n'
    yield from chain.from_iterable((element, "\n") for element in picture.elements)
    yield "</g>\n"
    secrets = f"Secrets: {secrets_words(material.source.redactions)}. By {PROGRAM}."
    words = left or ("" if steps else "There is no event to draw. ")
    if findings:
        words += f"Findings: {LEGEND}. "
    yield f'<text class="foot" x="24" y="{height - 20}">{inline(words + secrets)}</text>\n</svg>\n'


def _style() -> str:
    """The rules: shapes, the light colours, and the dark ones for who asks for them."""
    shapes = [f"{selector} {{ {rules} }}" for selector, rules in _SHAPES]
    dark = "\n".join(f"  {rule}" for rule in _coloured(1))
    rules = "\n".join((*shapes, *_coloured(0)))
    return f"{rules}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _coloured(scheme: int) -> list[str]:
    return [f"{selector} {{ {name}: {values[scheme]} }}" for selector, name, values in _COLOURS]
