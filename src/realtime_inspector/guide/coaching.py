"""What the coach says: the title of a reason, and the rest of its words as one text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.guide.reasons import reason_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

Words = tuple[str, str]


def coaching(
    reason_id: str, values: Mapping[str, str], lang: Language, *, is_live: bool = True
) -> Words:
    """Title and text of a reason with its values filled in.

    Args:
        reason_id: As in `analysis.why`.
        values: For the placeholders; `key` is the key that helps.
        lang: The language.
        is_live: Whether somebody can do something about it; else it is said what would have helped.
    """
    text = reason_text(reason_id, values, lang)
    rest = text.do if is_live else text.fix
    between = " " if lang == "en" else ""
    return text.title, between.join(part for part in (text.why, rest) if part)
