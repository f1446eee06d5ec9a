"""What the linter says, rule by rule, with links to the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.export.xml_text import inline

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from realtime_inspector.export.diagnosis import FindingWords, RuleWords


def findings(found: Iterable[RuleWords], events: Container[int]) -> Iterator[str]:
    """A list for each rule; nothing where nothing was found.

    Args:
        found: What was found, the worst first.
        events: Numbers of the events on the page, which can be linked to.
    """
    title = "<h3>Findings</h3>\n"
    for one in found:
        first = one.first
        yield f'{title}<div class="finding {first.severity}" id="{anchor(first.rule)}">'
        sign = f'<span class="rules">{first.severity} {first.rule}</span>'
        yield f"<p>{sign} {inline(first.title)}</p>\n<ul>"
        yield from (_item(words, events) for words in one.told)
        yield f"<li>and {one.more:,} more</li>" if one.more > 0 else ""
        yield f"</ul>\n<p>Fix: {inline(first.fix)}</p></div>\n"
        title = ""


def anchor(rule: str) -> str:
    """The id of the list of a rule on the page."""
    return f"finding-{rule}"


def _item(words: FindingWords, events: Container[int]) -> str:
    links = ", ".join(_link(seq, is_here=seq in events) for seq in words.seqs)
    return f"<li>{links}: {inline(words.told)}</li>"


def _link(seq: int, *, is_here: bool) -> str:
    return f'<a href="#e{seq}">#{seq}</a>' if is_here else f"#{seq}"
