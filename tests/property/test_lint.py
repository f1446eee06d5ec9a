"""The linter takes anything, says each thing once, and only what it has seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st
from tests.property.test_reduce import ANYTHING, RECORDS
from tests.support.script import MANUAL, Script, beginning

from realtime_inspector.analysis.lint import RULES, Linter
from realtime_inspector.core.event import Event
from realtime_inspector.guide.rules import message_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from random import Random

    from realtime_inspector.analysis.lint import Finding
    from realtime_inspector.core.record import Record

CREATE: Final = "response.create"
STEPS: Final[tuple[Callable[[Script, str], object], ...]] = (
    lambda script, n: script.user(item_id=f"item_{n}"),
    lambda script, n: script.begins(f"resp_{n}"),
    lambda script, n: script.begins(f"resp_{n}", is_asked=False),
    lambda script, n: script.begins(f"resp_{n}", conversation_id=None),
    lambda script, n: script.message(item_id=f"item_m{n}", response_id=f"resp_{n}"),
    lambda script, n: script.speech(item_id=f"item_s{n}", response_id=f"resp_{n}"),
    lambda script, n: script.call(call_id=f"call_{n}", response_id=f"resp_{n}"),
    lambda script, n: script.call("f", "{", f"call_{n}x", f"resp_{n}", index=1),
    lambda script, n: script.output(f"call_{n}"),
    lambda script, n: script.done(f"resp_{n}"),
    lambda script, n: script.done(f"resp_{n}", "failed"),
    lambda script, n: script.done(
        f"resp_{n}", "cancelled", {"type": "cancelled", "reason": "turn_detected"}
    ),
    lambda script, _: script.sent(CREATE),
    lambda script, _: script.sent("response.cancel"),
    lambda script, _: script.append(bytes(2400)),
    lambda script, _: script.sent("input_audio_buffer.commit"),
    lambda script, n: script.received("input_audio_buffer.committed", item_id=f"item_u{n}"),
    lambda script, n: script.received("input_audio_buffer.speech_started", item_id=f"item_u{n}"),
    lambda script, n: script.received("input_audio_buffer.speech_stopped", item_id=f"item_u{n}"),
    lambda script, n: script.sent(
        "conversation.item.truncate", item_id=f"item_s{n}", content_index=0, audio_end_ms=40
    ),
    lambda script, n: script.sent("conversation.item.delete", item_id=f"item_{n}"),
    lambda script, _: script.update(MANUAL),
    lambda script, _: script.error("conversation_already_has_active_response"),
    lambda script, _: script.error("invalid_value", param="session.voice"),
    lambda script, _: script.wait(4_000),
    lambda script, _: script.wait(200_000),
    lambda script, _: script.binary(b"\0"),
    lambda script, _: script.close(),
    lambda script, _: script.close(1006, by=""),
    lambda script, _: script.open(),
    lambda script, _: script.created(),
)
"""What may happen next; numbers make names meet, or miss each other."""


def written(steps: Iterable[tuple[Callable[[Script, str], object], str]]) -> list[Record]:
    script = beginning()
    for step, number in steps:
        step(script, number)
    return script.records


SESSIONS: Final = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(["1", "2"])), max_size=25
).map(written)
ABOUT_ALL: Final = {rule.id for rule in RULES if rule.is_about_all}
PROVIDERS: Final = st.sampled_from(["", "openai", "xai"])


def findings(records: Iterable[Record], provider: str = "openai") -> list[Finding]:
    linter = Linter(RULES, provider)
    found = [one for seq, record in enumerate(records, 1) for one in linter.feed(seq, record)]
    assert linter.faults == 0
    return found


def in_connection(records: Iterable[Record], conn: int) -> list[Record]:
    return [replace(record, conn=conn) for record in records]


@given(RECORDS | SESSIONS, PROVIDERS)
def test_any_records_are_taken(records: list[Record], provider: str) -> None:
    linter = Linter(RULES, provider)
    told: set[tuple[str, int, int]] = set()
    for seq, record in enumerate(records, 1):
        for one in linter.feed(seq, record):
            assert all(1 <= other <= seq for other in one.seqs), one
            key = (one.rule, one.seq, records[one.seq - 1].conn)
            assert key not in told
            told.add(key)
            assert message_of(one.rule, one.values, "en")
            assert message_of(one.rule, one.values, "ja")
    assert linter.faults == 0


@given(RECORDS, st.dictionaries(st.sampled_from(["item", "response", "session"]), ANYTHING))
def test_fields_of_any_shape_are_taken(records: list[Record], odd: dict[str, object]) -> None:
    linter = Linter(RULES, "openai")
    for seq, record in enumerate(records, 1):
        event = Event({**Event.of(record).raw, **odd})
        linter.feed(seq, record, event)
    assert linter.faults == 0


@given(SESSIONS, st.integers(0, 60))
def test_what_is_found_does_not_depend_on_what_follows(records: list[Record], cut: int) -> None:
    whole = findings(records)
    part = findings(records[:cut])
    assert whole[: len(part)] == part


@given(SESSIONS)
def test_time_that_passes_without_records_changes_nothing(records: list[Record]) -> None:
    linter = Linter(RULES, "openai")
    found: list[Finding] = []
    for seq, record in enumerate(records, 1):
        if record.time_ns is not None:
            found += linter.advance(record.time_ns - 1)
        found += linter.feed(seq, record)
    assert sorted(map(repr, found)) == sorted(map(repr, findings(records)))


@given(SESSIONS, SESSIONS, st.randoms(use_true_random=False))
def test_each_connection_is_judged_for_itself(
    first: list[Record], second: list[Record], chance: Random
) -> None:
    alone = [findings(in_connection(first, 1)), findings(in_connection(second, 2))]
    queues = [in_connection(first, 1), in_connection(second, 2)]
    mixed: list[Record] = []
    places: tuple[list[int], list[int]] = ([], [])
    while queues[0] or queues[1]:
        index = chance.randrange(2) if queues[0] and queues[1] else int(not queues[0])
        mixed.append(queues[index].pop(0))
        places[index].append(len(mixed))
    expected = [
        (one.rule, tuple(places[index][seq - 1] for seq in one.seqs))
        for index in (0, 1)
        for one in alone[index]
        if one.rule not in ABOUT_ALL
    ]
    found = [(one.rule, one.seqs) for one in findings(mixed) if one.rule not in ABOUT_ALL]
    assert sorted(found) == sorted(expected)
