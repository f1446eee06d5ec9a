"""Which rules `lint` asks: ids, beginnings of ids and names, as people give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint import RULES
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.analysis.lint import Rule

_PREFIX: Final = "RT"


def chosen_rules(
    select: Iterable[str] = (), ignore: Iterable[str] = (), *, heuristics: bool = False
) -> tuple[type[Rule], ...]:
    """The rules to ask, in the order of their ids.

    Args:
        select: Ask only these; empty: all.
        ignore: Do not ask these.
        heuristics: Ask also rules that may be wrong and are not named by id or name.

    Raises:
        UsageError: A word stands for no rule, or none is left.
    """
    wanted = tuple(select)
    left_out = {rule for word in ignore for rule in rules_named(word)}
    selected = {rule for word in wanted for rule in rules_named(word)} if wanted else set(RULES)
    certain = {rule for rule in selected if heuristics or not rule.is_heuristic}
    named = {rule for word in wanted for rule in RULES if _is_exactly(rule, word)}
    chosen = tuple(rule for rule in RULES if rule in certain | named and rule not in left_out)
    if not chosen:
        raise UsageError(
            "No rule is left to ask.",
            "Of --select, rules that may be wrong need their whole id, or --all-rules.",
        )
    return chosen


def rules_named(word: str) -> tuple[type[Rule], ...]:
    """The rules that a word stands for: an id, the beginning of ids, or a name.

    Raises:
        UsageError: There is none; says what may have been meant.
    """
    exact = tuple(rule for rule in RULES if _is_exactly(rule, word))
    if exact:
        return exact
    start = word.strip().upper()
    found = tuple(rule for rule in RULES if start.startswith(_PREFIX) and rule.id.startswith(start))
    if not found:
        raise UsageError(f"There is no rule {word.strip()!r}.", _suggestion(word))
    return found


def words_of(text: str) -> tuple[str, ...]:
    """The words of an option, which commas separate."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _is_exactly(rule: type[Rule], word: str) -> bool:
    return word.strip().lower() in (rule.id.lower(), rule.name)


def _suggestion(word: str) -> str:
    from difflib import get_close_matches

    names = [word for rule in RULES for word in (rule.id.lower(), rule.name)]
    near = get_close_matches(word.strip().lower(), names, n=3)
    shown = " or ".join(one.upper() if one.startswith(_PREFIX.lower()) else one for one in near)
    return f"Did you mean {shown}?" if near else "`realtime-inspector lint --list` has them all."
