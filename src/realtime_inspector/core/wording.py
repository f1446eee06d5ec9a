"""Sentences of ours in English, told so that whoever shows them may translate them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

Wording = Callable[[str], str]
"""Gives a template such as `speech from {ms} ms` in the language of the reader."""


def in_english(template: str) -> str:
    """The template as it stands."""
    return template


class Phrase(str):
    """An English sentence that still knows the template it was made of, and what filled it."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]


def phrase(template: str, **values: object) -> Phrase:
    """A template with its values filled in; what a value holds is not a template itself."""
    made = Phrase(template.format_map(values))
    made.template, made.values = template, values
    return made


def joined(between: str, parts: Iterable[str]) -> Phrase:
    """Phrases one after the other, each of which can still be translated."""
    values = {f"part_{number}": part for number, part in enumerate(parts)}
    return phrase(between.join(f"{{{name}}}" for name in values), **values)
