"""A lesson goes on only when what it expects has really come, in order, each record once."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.filter_row import Row
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.record import Direction, text_record
from realtime_inspector.lessons.model import Expected, Lesson, Slip, Step, Words
from realtime_inspector.lessons.run import LessonRun

KINDS = ("a", "b", "c")
KIND = st.sampled_from(KINDS)
EXPECTED = st.builds(
    lambda kind, times, is_looked_at: Expected(
        parse_filter(f"type:{kind}"), times, is_looked_at=is_looked_at
    ),
    KIND,
    st.integers(1, 3),
    st.booleans(),
)
SLIP = Slip(parse_filter("type:c"), Words("no", "いいえ"))
STEP = st.builds(
    lambda expected, hints: Step(
        Words("do", "する"), tuple(expected), (Words("so", "こう"),) * hints, (SLIP,)
    ),
    st.lists(EXPECTED, min_size=1, max_size=3),
    st.integers(0, 2),
)
LESSON = st.builds(
    lambda steps: Lesson("x", Words(), Words(), 1, tuple(steps), Words()),
    st.lists(STEP, min_size=1, max_size=3),
)
DEED = st.one_of(
    st.tuples(st.just("came"), KIND),
    st.tuples(st.just("looked"), KIND),
    st.tuples(st.just("hint"), st.just("")),
)


def row_of(seq: int, kind: str) -> Row:
    return Row(seq, text_record(json.dumps({"type": kind}), Direction.RECEIVED))


def needed(lesson: Lesson) -> list[tuple[str, str]]:
    """All that has to happen, one by one."""
    return [
        ("looked" if one.is_looked_at else "came", str(one.event).removeprefix("type:"))
        for step in lesson.steps
        for one in step.expected
        for _ in range(one.times)
    ]


def done(run: LessonRun, seq: int, deed: tuple[str, str]) -> LessonRun:
    what, kind = deed
    if what == "hint":
        return run.after_hint()
    row = row_of(seq, kind)
    return run.after(row) if what == "came" else run.after_look(row)


@given(LESSON, st.lists(DEED, max_size=40))
def test_it_goes_as_far_as_what_happened_holds_what_is_needed(
    lesson: Lesson, deeds: list[tuple[str, str]]
) -> None:
    run, waiting = LessonRun(lesson), needed(lesson)
    for seq, deed in enumerate(deeds, start=1):
        before = run
        run = done(run, seq, deed)
        is_met = bool(waiting) and deed == waiting[0]
        if is_met:
            waiting.pop(0)
        elif deed[0] != "hint":
            assert (run.step_index, run.place, run.count) == (
                before.step_index,
                before.place,
                before.count,
            )
        assert run.is_over == (not waiting)
        assert run.sightings[: len(before.sightings)] == before.sightings
    assert [one.seq for one in run.sightings] == sorted({one.seq for one in run.sightings})


@given(LESSON)
def test_what_is_needed_ends_it_and_nothing_less(lesson: Lesson) -> None:
    run = LessonRun(lesson)
    for seq, deed in enumerate(needed(lesson), start=1):
        assert not run.is_over
        run = done(run, seq, deed)
    assert run.is_over
    assert run.step is None
    assert len(run.sightings) == sum(len(step.expected) for step in lesson.steps)
    assert run.after(row_of(99, "a")) is run
    assert run.after_look(row_of(99, "a")) is run
    assert run.after_hint() is run


@given(STEP)
def test_hints_come_one_by_one_and_end(step: Step) -> None:
    run = LessonRun(Lesson("x", Words(), Words(), 1, (step,), Words()))
    for count in range(len(step.hints)):
        assert run.hints == count
        run = run.after_hint()
    assert run.after_hint() is run


def test_a_slip_is_told_until_the_person_goes_on() -> None:
    expected = tuple(Expected(parse_filter(f"type:{kind}")) for kind in "ab")
    step = Step(Words("do", "する"), expected, (), (SLIP,))
    run = LessonRun(Lesson("x", Words(), Words(), 1, (step,), Words())).after(row_of(1, "c"))
    assert run.slipped is not None
    assert run.slipped.seq == 1
    assert run.after(row_of(2, "b")) is run
    assert run.after(row_of(2, "a")).slipped is None
