"""Reads the TOML file of a lesson; `README.md` in this folder says how one looks."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.lessons.model import (
    NOTHING,
    Expected,
    Lesson,
    Setup,
    Slip,
    Step,
    Words,
)
from realtime_inspector.simulator.checks import (
    Check,
    array_of,
    boolean,
    number,
    one_of,
    record,
    text,
)
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.scenario_file import (
    ScenarioError,
    load_scenario,
    parse_scenario,
)
from realtime_inspector.simulator.toml_lines import TomlLines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from realtime_inspector.simulator.scenario import Scenario

_SUFFIX: Final = ".toml"
_NUMBER: Final = re.compile(r"^\d+-")
_KANA: Final = "ぁ-んァ-ヶー一-龠々"
_NAME: Final = "`A-Za-z0-9"
_SPACED: Final = re.compile(rf"(?<=[{_KANA}])\n(?=[{_NAME}])|(?<=[{_NAME}])\n(?=[{_NAME}{_KANA}])")
"""A line break in Japanese that stands for a space: next to a name, and not at a full stop."""
_HOW: Final = "What a lesson may hold: README.md in the folder of the lessons."
_MOST_MINUTES: Final = 60
_MOST_TIMES: Final = 1_000


class LessonError(UsageError):
    """A lesson that cannot be used: the message begins with the file and the line."""


def built_in_lessons() -> list[Lesson]:
    """The lessons that come with the program, in the order of their files."""
    return [parse_lesson(file.read_text(encoding="utf-8"), file.name) for file in _built_in_files()]


def find_lesson(lessons: list[Lesson], name: str) -> Lesson:
    """A lesson by its name or its number, from 1.

    Raises:
        LessonError: There is none.
    """
    for number_, lesson in enumerate(lessons, start=1):
        if name in (lesson.name, str(number_)):
            return lesson
    names = ", ".join(lesson.name for lesson in lessons)
    raise LessonError(f"There is no lesson {name!r}.", f"There are: {names}.")


def parse_lesson(content: str, file: str) -> Lesson:
    """A lesson from the text of its file.

    Args:
        content: TOML.
        file: The file's name: the lesson's name is made of it, and messages name it.

    Raises:
        LessonError: With `FILE:LINE:` in front of what is wrong, and the step if it is in one.
    """
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        line = int(found[1]) if found else content.count("\n") + 1
        reason = str(error).split(" (at ", maxsplit=1)[0]
        raise LessonError(f"{file}:{line}: {reason}.", _HOW) from None
    try:
        _LESSON(raw, "")
    except RefusalError as refusal:
        line = TomlLines(content).line_of(refusal.param or "")
        place = _step_words(refusal.param or "")
        raise LessonError(f"{file}:{line}: {place}{refusal.message}", _HOW) from None
    return _lesson_of(raw, _NUMBER.sub("", file.removesuffix(_SUFFIX)))


def _built_in_files() -> list[Traversable]:
    folder = resources.files("realtime_inspector.lessons") / "built_in"
    files = [each for each in folder.iterdir() if each.name.endswith(_SUFFIX)]
    return sorted(files, key=lambda file: file.name)


def _step_words(path: str) -> str:
    """Which step a path is in, counted as a person does."""
    found = re.match(r"step\[(\d+)\](?:\.(expect|hint|slip)\[(\d+)\])?", path)
    if not found:
        return ""
    inner = f", {found[2]} {int(found[3]) + 1}" if found[2] else ""
    return f"step {int(found[1]) + 1}{inner}: "


# What a file may hold.


def _words(value: object, path: str) -> None:
    """A text in English and in Japanese, neither of them empty."""
    record({"en": _FILLED, "ja": _FILLED}, ("en", "ja"))(value, path)


def _filled(value: object, path: str) -> None:
    _TEXT(value, path)
    if not str(value).strip():
        raise RefusalError(None, f"'{path}' is empty.", path)


def _filter(value: object, path: str) -> None:
    _FILLED(value, path)
    try:
        parse_filter(str(value))
    except FilterError as error:
        message = f"Wrong filter in '{path}': {error}. {error.hint}".rstrip()
        raise RefusalError(None, message, path) from None


def _scenario(value: object, path: str) -> None:
    _FILLED(value, path)
    try:
        _scenario_of(str(value))
    except ScenarioError as error:
        raise RefusalError(None, f"Wrong scenario in '{path}': {error}", path) from None


def _filled_array(check: Check) -> Check:
    def checked(value: object, path: str) -> None:
        array_of(check)(value, path)
        if not value:
            raise RefusalError(None, f"'{path}' must hold one thing at least.", path)

    return checked


def _expect(value: object, path: str) -> None:
    _EXPECT_FIELDS(value, path)
    if isinstance(value, dict) and ("event" in value) == ("look_at" in value):
        raise RefusalError(None, f"'{path}' must have one of: event, look_at.", path)


_TEXT: Final = text()
_FILLED: Final[Check] = _filled
_EXPECT_FIELDS: Final = record(
    {
        "event": _filter,
        "look_at": _filter,
        "times": number(1, _MOST_TIMES, whole=True),
        "note": _words,
        "line": _words,
    }
)
_STEP: Final = record(
    {
        "task": _words,
        "expect": _filled_array(_expect),
        "hint": array_of(_words),
        "slip": array_of(record({"event": _filter, "says": _words}, ("event", "says"))),
    },
    ("task", "expect"),
)
_SESSION: Final = record(
    {
        "auto_response": boolean,
        "output": one_of("text", "audio"),
        "instructions": _FILLED,
        "tools": one_of("none", "by hand", "automatic"),
        "scenario": _scenario,
    }
)
_LESSON: Final = record(
    {
        "title": _words,
        "about": _words,
        "minutes": number(1, _MOST_MINUTES, whole=True),
        "closing": _words,
        "session": _SESSION,
        "step": _filled_array(_STEP),
    },
    ("title", "about", "minutes", "closing", "step"),
)


# From checked values to the model.


def _lesson_of(raw: Mapping[str, Any], name: str) -> Lesson:
    return Lesson(
        name=name,
        title=_words_of(raw["title"]),
        about=_words_of(raw["about"]),
        minutes=raw["minutes"],
        steps=tuple(map(_step_of, raw["step"])),
        closing=_words_of(raw["closing"]),
        setup=_setup_of(raw.get("session", {})),
    )


def _setup_of(raw: Mapping[str, Any]) -> Setup:
    return Setup(
        is_auto_response=raw.get("auto_response", False),
        output=raw.get("output", "text"),
        instructions=raw.get("instructions", ""),
        tools=raw.get("tools", "none"),
        scenario=_scenario_of(raw["scenario"]) if "scenario" in raw else None,
    )


def _scenario_of(value: str) -> Scenario:
    """A built-in scenario by its name, or the text of one."""
    is_text = "\n" in value
    return parse_scenario(value, "scenario") if is_text else load_scenario(value)


def _step_of(raw: Mapping[str, Any]) -> Step:
    return Step(
        task=_words_of(raw["task"]),
        expected=tuple(map(_expected_of, raw["expect"])),
        hints=tuple(map(_words_of, raw.get("hint", ()))),
        slips=tuple(
            Slip(parse_filter(one["event"]), _words_of(one["says"])) for one in raw.get("slip", ())
        ),
    )


def _expected_of(raw: Mapping[str, Any]) -> Expected:
    return Expected(
        event=parse_filter(raw.get("event") or raw["look_at"]),
        times=raw.get("times", 1),
        is_looked_at="look_at" in raw,
        note=_words_of(raw["note"]) if "note" in raw else NOTHING,
        line=_words_of(raw["line"]) if "line" in raw else NOTHING,
    )


def _words_of(raw: Mapping[str, str]) -> Words:
    """Both languages; a text over several lines is one paragraph."""
    japanese = _SPACED.sub(" ", _lines(raw["ja"])).replace("\n", "")
    return Words(_lines(raw["en"]).replace("\n", " "), japanese)


def _lines(value: str) -> str:
    return "\n".join(line.strip() for line in value.strip().splitlines())
