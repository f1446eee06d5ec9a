"""What is said about each rule of the linter, in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules import (
    en_audio_input,
    en_interruption,
    en_items,
    en_responses,
    en_session,
    en_turns,
    en_wire,
    ja_audio_input,
    ja_interruption,
    ja_items,
    ja_responses,
    ja_session,
    ja_turns,
    ja_wire,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language
    from realtime_inspector.guide.rules.model import RuleText

_EN: Final[Mapping[str, RuleText]] = {
    **en_turns.RULES,
    **en_session.RULES,
    **en_audio_input.RULES,
    **en_interruption.RULES,
    **en_responses.RULES,
    **en_items.RULES,
    **en_wire.RULES,
}
_JA: Final[Mapping[str, RuleText]] = {
    **ja_turns.RULES,
    **ja_session.RULES,
    **ja_audio_input.RULES,
    **ja_interruption.RULES,
    **ja_responses.RULES,
    **ja_items.RULES,
    **ja_wire.RULES,
}
RULE_TEXTS: Final[Mapping[Language, Mapping[str, RuleText]]] = {"en": _EN, "ja": _JA}
"""Rule id to its words, for each language."""


def message_of(rule: str, values: Mapping[str, str], lang: Language) -> str:
    """What a finding says, with its values as they were received: to be made safe to show."""
    # What the server said stands at the end of some, and may be nothing.
    return RULE_TEXTS[lang][rule].message.format_map(values).rstrip()
