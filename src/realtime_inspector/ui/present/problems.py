"""What went wrong, and what to do about it, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.guide.interface import words

if TYPE_CHECKING:
    from realtime_inspector.core.errors import InspectorError
    from realtime_inspector.core.filters import FilterError
    from realtime_inspector.guide.model import Language


def error_words(error: InspectorError, lang: Language) -> str:
    """An error of ours with its hint."""
    return f"{words(error.message, lang)} {words(error.hint, lang)}".rstrip()


def filter_problem(error: FilterError, lang: Language) -> str:
    """What is wrong with a filter, where, and what may have been meant."""
    place = words("{reason} (at character {place}).", lang)
    said = place.format(reason=words(error.reason, lang), place=error.position + 1)
    if not error.suggestion:
        return said
    meant = words("Did you mean {suggestion} ?", lang).format(suggestion=error.suggestion)
    return f"{said} {meant}"
