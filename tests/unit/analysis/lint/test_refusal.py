"""A mistake is told once, with the client's event, the server's refusal and what it said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.script import SESSION, beginning

from realtime_inspector.analysis.lint import RULES, Finding, lint
from realtime_inspector.core.event import Event
from realtime_inspector.guide.rules import message_of

if TYPE_CHECKING:
    from tests.support.script import Script

SAID: Final = "Unknown parameter: 'session.voice'."


def found(script: Script, rule: str) -> list[Finding]:
    """The findings of one rule, all others asked as well."""
    return [one for one in lint(script.records, RULES, "openai") if one.rule == rule]


def seqs_of(script: Script, *types: str) -> tuple[int, ...]:
    """Numbers of the first records of these types."""
    kinds = [Event.of(record).type for record in script.records]
    return tuple(kinds.index(kind) + 1 for kind in types)


def update(**fields: Any) -> Script:
    """An update that is sent and not answered yet."""
    return beginning().sent("session.update", session=fields)


def test_prediction_and_refusal_are_one_finding_that_says_what_the_server_said() -> None:
    script = update(type="realtime", voice="marin")
    script.error("unknown_parameter", SAID, param="session.voice")
    (finding,) = found(script, "RT022")
    assert finding.seqs == seqs_of(script, "session.update", "error")
    for lang in ("en", "ja"):
        message = message_of("RT022", finding.values, lang)
        assert SAID in message
        assert "session.voice → session.audio.output.voice" in message


def test_without_a_refusal_there_is_the_clients_event_alone() -> None:
    script = update(voice="marin").close()
    (finding,) = found(script, "RT022")
    assert finding.seqs == seqs_of(script, "session.update")


def test_the_event_id_of_the_error_says_which_of_two_events_is_meant() -> None:
    script = beginning()
    for event_id in ("c1", "c2"):
        script.sent("session.update", session={"type": "realtime", "voice": "x"}, event_id=event_id)
    script.error("unknown_parameter", SAID, event_id="c2").received(
        "session.updated", session=SESSION
    )
    (finding,) = found(script, "RT022")
    assert finding.seqs == (3 + 1, 5)


def test_appends_that_are_all_wrong_are_one_finding() -> None:
    script = beginning()
    for _ in range(100):
        script.sent("input_audio_buffer.append", audio="data:audio/wav;base64,AAAA")
        script.error("invalid_value", "Invalid 'audio'. Expected base64-encoded audio bytes")
    (finding,) = found(script, "RT046")
    assert finding.seqs == seqs_of(script, "input_audio_buffer.append", "error")


@pytest.mark.parametrize(
    ("size_bytes", "severity"),
    [(11_300_000, "warn"), (15_500_000, "warn"), (15 * 1024 * 1024 + 2, "error")],
)
def test_how_certain_it_is_that_an_append_is_too_large(size_bytes: int, severity: str) -> None:
    (finding,) = found(beginning().append(bytes(size_bytes)).close(), "RT047")
    assert finding.severity == severity


def test_suspicions_without_times_are_bounded_and_end_with_the_connection() -> None:
    script = beginning()
    for _ in range(500):
        script.sent("response.create", response={"temperature": 1})
    findings = found(script.close(), "RT022")
    assert 0 < len(findings) <= 64
