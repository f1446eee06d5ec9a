"""Lesson files: what comes with the program is right, and mistakes are named exactly."""

from __future__ import annotations

import json
import re

import pytest

from realtime_inspector.lessons.lesson_file import (
    LessonError,
    built_in_lessons,
    find_lesson,
    parse_lesson,
)
from realtime_inspector.lessons.model import Lesson, Words
from realtime_inspector.lessons.run import LessonRun, Sighting, Slipped
from realtime_inspector.ui.present.cells import width_of
from realtime_inspector.ui.present.lesson import lesson_lines

LESSONS = built_in_lessons()
JAPANESE = re.compile("[぀-ヿ一-鿿]")
COMMAND = re.compile(r"/\w+")
SMALL = (74, 7)
"""What the panel holds at 80×24."""

GOOD = """
title = { en = "A title", ja = "題名" }
about = { en = "About", ja = "説明" }
minutes = 3
closing = { en = "Done", ja = "完了" }

[session]
tools = "by hand"
scenario = "slow-answer"

[[step]]
task.en = '''
Do
this.'''
task.ja = '''
これを
します。'''
hint = [{ en = "A hint", ja = "ヒント" }]

[[step.expect]]
event = "dir:out type:response.create"
times = 2
line = { en = "/response", ja = "/response" }

[[step.expect]]
look_at = "type:response.done"
note = { en = "a note", ja = "注" }
"""


def replaced(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def texts(lesson: Lesson) -> list[Words]:
    found = [lesson.title, lesson.about, lesson.closing]
    for step in lesson.steps:
        found += [step.task, *step.hints, *(slip.says for slip in step.slips)]
        found += [one.note for one in step.expected if one.note.en]
    return found


def test_there_are_nine_lessons_and_their_names_differ() -> None:
    assert len(LESSONS) >= 9
    assert len({lesson.name for lesson in LESSONS}) == len(LESSONS)
    assert LESSONS[0].name == "first-session"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.name)
def test_both_languages_are_written(lesson: Lesson) -> None:
    for one in texts(lesson):
        assert not JAPANESE.search(COMMAND.sub("", one.en)) or "「" in one.en
        assert JAPANESE.search(one.ja), one.ja
        assert one.en.count("`") % 2 == one.ja.count("`") % 2 == 0


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.name)
def test_the_task_with_any_hint_and_slip_fits_a_small_terminal(lesson: Lesson, lang: str) -> None:
    width, height = SMALL
    for index, step in enumerate(lesson.steps):
        for hints in range(len(step.hints) + 1):
            for slipped in (None, *(Slipped(slip, 123) for slip in step.slips)):
                run = LessonRun(lesson, index, hints=hints, slipped=slipped)
                lines = lesson_lines(run, "ja" if lang == "ja" else "en", width, height)
                shown = ["".join(text for text, _ in line) for line in lines]
                assert len(lines) <= height, shown
                assert all(width_of(line) <= width for line in shown), shown


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.name)
def test_what_was_seen_fits_above_the_closing_words(lesson: Lesson) -> None:
    last = len(lesson.steps) - 1
    place = len(lesson.steps[last].expected) - 1
    seen = (Sighting(last, place, 99, "response.done"),)
    run = LessonRun(lesson, len(lesson.steps), sightings=seen)
    for lang in ("en", "ja"):
        assert len(lesson_lines(run, "ja" if lang == "ja" else "en", *SMALL, LESSONS[0])) <= 7


def test_all_that_a_file_says_is_read() -> None:
    lesson = parse_lesson(GOOD, "12-my-lesson.toml")
    assert lesson.name == "my-lesson"
    assert lesson.minutes == 3
    assert lesson.setup.tools == "by hand"
    assert lesson.setup.scenario is not None
    assert lesson.setup.scenario.name == "slow-answer"
    (step,) = lesson.steps
    assert step.task == Words("Do this.", "これをします。")
    assert step.hints == (Words("A hint", "ヒント"),)
    create, look = step.expected
    assert (create.times, create.is_looked_at, create.line.en) == (2, False, "/response")
    assert str(create.event) == "dir:out type:response.create"
    assert (look.times, look.is_looked_at, look.note.ja) == (1, True, "注")


MISTAKES = {
    "no TOML": (replaced("minutes = 3", "minutes ="), "x.toml:4: Invalid value."),
    "a missing title": (
        replaced('title = { en = "A title", ja = "題名" }', ""),
        "x.toml:1: Missing required parameter: 'title'.",
    ),
    "a missing language": (
        replaced('closing = { en = "Done", ja = "完了" }', 'closing = { en = "Done" }'),
        "x.toml:5: Missing required parameter: 'closing.ja'.",
    ),
    "an empty text": (
        replaced('hint = [{ en = "A hint"', 'hint = [{ en = " "'),
        "x.toml:18: step 1, hint 1: 'step[0].hint[0].en' is empty.",
    ),
    "a field nobody knows": (
        replaced("times = 2", "tims = 2"),
        "x.toml:22: step 1, expect 1: Unknown parameter: 'step[0].expect[0].tims'.",
    ),
    "a number that is too small": (
        replaced("times = 2", "times = 0"),
        "x.toml:22: step 1, expect 1: Invalid 'step[0].expect[0].times': integer below minimum "
        "value. Expected a value >= 1, but got 0 instead.",
    ),
    "a wrong filter, with the place in it": (
        replaced('"dir:out type', '"dir:up type'),
        "x.toml:21: step 1, expect 1: Wrong filter in 'step[0].expect[0].event': dir is one of in, "
        "out, unknown, not up (at character 5).",
    ),
    "both event and look_at": (
        replaced('look_at = "type:response.done"', 'look_at = "err"\nevent = "err"'),
        "x.toml:25: step 1, expect 2: 'step[0].expect[1]' must have one of: event, look_at.",
    ),
    "a wrong word": (
        replaced('"by hand"', '"by foot"'),
        "x.toml:8: Invalid value: 'by foot'. Supported values are: 'none', 'by hand', and "
        "'automatic'.",
    ),
    "an unknown scenario": (
        replaced('"slow-answer"', '"slow"'),
        "x.toml:9: Wrong scenario in 'session.scenario': There is no scenario 'slow'.",
    ),
    "nothing expected": (
        GOOD[: GOOD.index("[[step.expect]]")],
        "x.toml:11: step 1: Missing required parameter: 'step[0].expect'.",
    ),
}


@pytest.mark.parametrize(("content", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_and_step(content: str, message: str) -> None:
    with pytest.raises(LessonError) as caught:
        parse_lesson(content, "x.toml")
    assert str(caught.value).startswith(message)


def test_a_lesson_is_found_by_name_and_number() -> None:
    assert find_lesson(LESSONS, "voice") is find_lesson(LESSONS, "6")
    with pytest.raises(LessonError, match="There is no lesson 'vioce'") as caught:
        find_lesson(LESSONS, "vioce")
    assert "first-session" in caught.value.hint


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("設定は audio.input と\naudio.output の下", "設定は audio.input と audio.output の下"),
        ("response.create\nを送ります。", "response.create を送ります。"),
        ("送ります。\nsession.created が来ます。", "送ります。session.created が来ます。"),
        ("返事を\n求めます。", "返事を求めます。"),
        ("event_id\nand type", "event_id and type"),
    ],
)
def test_japanese_over_several_lines_keeps_its_spaces(lines: str, shown: str) -> None:
    content = GOOD.replace('"説明"', json.dumps(lines, ensure_ascii=False))
    assert parse_lesson(content, "x.toml").about.ja == shown
