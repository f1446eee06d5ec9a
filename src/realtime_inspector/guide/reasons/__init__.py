"""Why nothing happens: the words of each reason and of each check, in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.reasons.checks import CHECK_TEXTS, CLOSE_TEXTS
from realtime_inspector.guide.reasons.en import EN
from realtime_inspector.guide.reasons.ja import JA
from realtime_inspector.guide.reasons.model import ReasonText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

__all__ = ["CHECK_TEXTS", "REASONS", "ReasonText", "check_words", "reason_text"]

REASONS: Final[Mapping[Language, Mapping[str, ReasonText]]] = {"en": EN, "ja": JA}


def reason_text(reason_id: str, values: Mapping[str, str], lang: Language) -> ReasonText:
    """The words of a reason with its values filled in.

    Args:
        reason_id: As in `analysis.why`.
        values: For the placeholders; braces in them mean nothing. `code` of a connection that
            closed gives `meaning` as well.
        lang: The language.
    """
    text = REASONS[lang][reason_id]
    meaning = CLOSE_TEXTS[lang].get(values.get("code", ""), "")
    values = {"meaning": meaning, **values}
    return ReasonText(
        _filled(text.title, values),
        _filled(text.why, values),
        _filled(text.do, values),
        _filled(text.fix, values),
    )


def check_words(check_id: str, lang: Language) -> str:
    """What it means that a check found nothing, such as `connected`."""
    return CHECK_TEXTS[lang][check_id]


def _filled(words: str, values: Mapping[str, str]) -> str:
    """Puts values into a text, each place once: braces inside a value mean nothing."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), words).strip()
