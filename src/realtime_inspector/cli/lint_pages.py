"""What `lint --list` and `lint --explain` print: the rules and their documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.cli.columns import cut
from realtime_inspector.cli.lint_words import LINT_WORDS
from realtime_inspector.cli.wrapping import line_width, wrapped
from realtime_inspector.guide.rules import RULE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.analysis.lint import Rule
    from realtime_inspector.guide.model import Language


def listing(rules: Sequence[type[Rule]], lang: Language) -> Iterator[str]:
    """One line a rule."""
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        marks = f"{'?' if rule.is_heuristic else ' '}{' ' if rule.is_clone_safe else '*'}"
        title = RULE_TEXTS[lang][rule.id].title
        line = f"{rule.id} {rule.severity:<5} {marks} {rule.name:<{width}}  {title}"
        yield cut(line, line_width())
    yield ""
    yield from wrapped(LINT_WORDS[lang]["list"], "")
    yield LINT_WORDS[lang]["page"]


def page(rule: type[Rule], lang: Language) -> Iterator[str]:
    """All about one rule."""
    words, text = LINT_WORDS[lang], RULE_TEXTS[lang][rule.id]
    yield f"{rule.id} {rule.name} ({rule.severity})"
    yield from wrapped(text.title, "")
    for label, body in (("why", text.why), ("fix", text.fix)):
        yield ""
        yield words[label]
        yield from wrapped(body, "  ")
    yield ""
    yield from wrapped(words["any" if rule.is_clone_safe else "openai"], "")
    if rule.is_heuristic:
        yield from wrapped(words["heuristic"].format(rule=rule.id), "")
    if rule.evidence:
        yield ""
        yield words["evidence"]
        yield from (f"  {one}" for one in rule.evidence)
