"""The event guide: what each Realtime event means, in English and Japanese.

Pure data and pure functions. `GUIDE` and `lookup()` explain an event type, `fields_of()` its
fields, `CONCEPTS` the ideas behind them; `answers.answer()` replies to a question asked in plain
words.
"""

from __future__ import annotations

from realtime_inspector.guide.catalog import CONCEPTS, GUIDE, lookup
from realtime_inspector.guide.fields import FieldMeaning, fields_of
from realtime_inspector.guide.model import (
    LANGUAGES,
    Concept,
    Direction,
    EventGuide,
    EventText,
    Language,
    Transport,
)

__all__ = [
    "CONCEPTS",
    "GUIDE",
    "LANGUAGES",
    "Concept",
    "Direction",
    "EventGuide",
    "EventText",
    "FieldMeaning",
    "Language",
    "Transport",
    "fields_of",
    "lookup",
]
