"""Each reason why nothing happens, with a session that has it and one that only nearly has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.script import MANUAL, Script, beginning

from realtime_inspector.analysis.why import CHECKS, Diagnosis, Mood, Situation, diagnose
from realtime_inspector.analysis.why.limits import wait_s
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.safe import visible
from realtime_inspector.guide.reasons import CHECK_TEXTS, REASONS, reason_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.analysis.why import Reason

SECOND_NS = 1_000_000_000
PCM_1S = bytes(48_000)
VAD = "input_audio_buffer"
NO_ANSWER = {"audio": {"input": {"turn_detection": {"create_response": False}}}}


def looked(script: Script, *, quiet_s: float = 1.0, is_live: bool = True, **more: Any) -> Diagnosis:
    state = reduce_all(script.records)
    now_ns = (state.last_ns or 0) + int(quiet_s * SECOND_NS)
    return diagnose(Situation(state, is_live, now_ns=now_ns, **more))


def called(script: Script) -> Script:
    return script.user().begins().call().done()


def spoken(script: Script, item_id: str = "item_said") -> Script:
    script.append(PCM_1S)
    script.received(f"{VAD}.speech_started", item_id=item_id, audio_start_ms=100)
    script.append(PCM_1S)
    script.received(f"{VAD}.speech_stopped", item_id=item_id, audio_end_ms=1500)
    return committed(script, item_id)


def committed(script: Script, item_id: str = "item_said") -> Script:
    script.received(f"{VAD}.committed", item_id=item_id, previous_item_id=None)
    content = [{"type": "input_audio", "transcript": None}]
    item = {"id": item_id, "type": "message", "role": "user", "content": content}
    script.received("conversation.item.added", item=item, previous_item_id=None)
    return script.received("conversation.item.done", item=item, previous_item_id=None)


def failed(code: str, message: str) -> Script:
    error = {"type": "tokens", "code": code, "message": message}
    details = {"type": "failed", "error": error}
    return beginning().user().begins().done(status="failed", details=details)


def ended(status: str, reason: str) -> Script:
    return beginning().user().begins().done(status=status, details={"reason": reason})


def mcp(item_type: str, **fields: Any) -> Script:
    script = beginning().user().begins()
    item = {"id": "item_mcp", "type": item_type, "name": "look_up", **fields}
    script.received("response.output_item.added", response_id="resp_1", output_index=0, item=item)
    script.received("conversation.item.added", item=item, previous_item_id="item_user")
    script.received("response.output_item.done", response_id="resp_1", output_index=0, item=item)
    return script.done()


AGAIN = "Rate limit reached for gpt-realtime. Please try again in 4.494s. Visit https://x/3s."
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "ok"}
LIMIT = {"name": "tokens", "limit": 100, "remaining": 0, "reset_seconds": 60}

CASES: dict[str, tuple[Callable[[], Script], Callable[[], Script]]] = {
    "ready": (beginning, lambda: beginning().user()),
    "finished": (lambda: beginning().user().answer(), beginning),
    "opened": (lambda: Script().open(), beginning),
    "closed": (lambda: beginning().close(1006), beginning),
    "expired": (
        lambda: beginning().error("session_expired").close(1001, by="server"),
        lambda: beginning().error("session_expired").open().created(),
    ),
    "collision": (
        lambda: beginning().begins().error("conversation_already_has_active_response"),
        lambda: beginning().begins().error("conversation_already_has_active_response").done(),
    ),
    "commit_empty": (
        lambda: beginning().sent(f"{VAD}.commit").error("input_audio_buffer_commit_empty"),
        lambda: beginning().error("input_audio_buffer_commit_empty").user(),
    ),
    "update_refused": (
        lambda: beginning().error("invalid_value", param="session.voice"),
        lambda: beginning().error("invalid_value", param="item.role"),
    ),
    "quota": (
        lambda: beginning().user().sent("response.create").error("insufficient_quota"),
        lambda: beginning().user().sent("response.create").error("rate_limit_exceeded"),
    ),
    "rate_limited": (
        lambda: beginning().error("rate_limit_exceeded", AGAIN),
        lambda: beginning().error("rate_limit_exceeded", "Too fast."),
    ),
    "rate_limited_long": (
        lambda: beginning().error("rate_limit_exceeded", "Too fast."),
        lambda: beginning().error("rate_limit_exceeded", AGAIN),
    ),
    "refused": (
        lambda: beginning().error("invalid_value", param="item.role"),
        lambda: beginning().error("invalid_value", param="item.role").user(),
    ),
    "nothing_to_cancel": (
        lambda: beginning().sent("response.cancel").error("response_cancel_not_active"),
        lambda: beginning().error("response_cancel_not_active").user().answer(),
    ),
    "unreachable": (
        lambda: Script().notice("error", message="Nobody is listening there."),
        lambda: Script().notice("error", message="Nobody is listening there.").open(),
    ),
    "bad_key": (
        lambda: Script().open().error("invalid_api_key").close(3000, by="server"),
        lambda: Script().open().error("invalid_api_key").close(1000, by="server"),
    ),
    "bad_request": (
        lambda: Script().open().error("invalid_model").close(4000, by="server"),
        lambda: Script().open().error("invalid_model").close(3000, by="server"),
    ),
    "connecting": (Script, lambda: Script().open()),
    "thinking": (lambda: beginning().user().begins(), lambda: beginning().user().answer()),
    "streaming": (
        lambda: beginning().user().begins().message(),
        lambda: beginning().user().begins().message().done(),
    ),
    "response_rate_limited": (
        lambda: failed("rate_limit_exceeded", AGAIN),
        lambda: failed("server_error", "Please try again in 2s."),
    ),
    "response_rate_limited_long": (
        lambda: failed("rate_limit_exceeded", "Too fast."),
        lambda: failed("rate_limit_exceeded", AGAIN),
    ),
    "response_incomplete": (
        lambda: ended("incomplete", "else"),
        lambda: ended("incomplete", "content_filter"),
    ),
    "response_cancelled": (
        lambda: ended("cancelled", "else"),
        lambda: ended("cancelled", "turn_detected"),
    ),
    "response_quota": (
        lambda: failed("insufficient_quota", "No money."),
        lambda: failed("insufficient_quota", "No money.").user("again", "item_2"),
    ),
    "response_failed": (
        lambda: failed("server_error", "Oh."),
        lambda: failed("rate_limit_exceeded", "Oh."),
    ),
    "response_max_tokens": (
        lambda: ended("incomplete", "max_output_tokens"),
        lambda: ended("completed", "max"),
    ),
    "response_filtered": (
        lambda: ended("incomplete", "content_filter"),
        lambda: ended("incomplete", "else"),
    ),
    "response_interrupted": (
        lambda: ended("cancelled", "turn_detected"),
        lambda: ended("cancelled", "client_cancelled"),
    ),
    "response_cancelled_by_client": (
        lambda: ended("cancelled", "client_cancelled"),
        lambda: ended("cancelled", "client_cancelled").sent("response.create"),
    ),
    "tool": (lambda: called(beginning()), lambda: called(beginning()).output("call_1")),
    "approval": (
        lambda: mcp("mcp_approval_request"),
        lambda: mcp("mcp_approval_request").item(
            {"id": "item_yes", "type": "mcp_approval_response", "approve": True}
        ),
    ),
    "mcp_without_response": (
        lambda: mcp("mcp_call", status="completed"),
        lambda: mcp("mcp_call", status="completed").begins("resp_2").message().done("resp_2"),
    ),
    "item_without_response": (
        lambda: beginning().user(),
        lambda: beginning().user().sent("response.create"),
    ),
    "output_without_response": (
        lambda: called(beginning()).output("call_1"),
        lambda: called(beginning()).output("call_1").begins("resp_2"),
    ),
    "commit_without_response": (
        lambda: committed(beginning().update(MANUAL).append(PCM_1S).sent(f"{VAD}.commit")),
        lambda: beginning().update(MANUAL).append(PCM_1S).sent(f"{VAD}.commit"),
    ),
    "vad_without_response": (
        lambda: spoken(beginning().update(NO_ANSWER)),
        lambda: spoken(beginning().update(NO_ANSWER)).begins(is_asked=False),
    ),
    "listening": (
        lambda: beginning().append(PCM_1S).received(f"{VAD}.speech_started").append(PCM_1S),
        lambda: spoken(beginning()),
    ),
    "no_speech": (
        lambda: beginning().append(PCM_1S).append(PCM_1S).append(PCM_1S),
        lambda: beginning().append(PCM_1S),
    ),
    "not_committed": (
        lambda: beginning().update(MANUAL).append(PCM_1S),
        lambda: beginning().update(MANUAL).append(PCM_1S).received(f"{VAD}.cleared"),
    ),
    "limit_reached": (
        lambda: beginning().received("rate_limits.updated", rate_limits=[LIMIT]),
        lambda: beginning().received(
            "rate_limits.updated", rate_limits=[{**LIMIT, "remaining": 1}]
        ),
    ),
}


@pytest.mark.parametrize("reason", CASES)
def test_a_session_that_has_it(reason: str) -> None:
    diagnosis = looked(CASES[reason][0](), quiet_s=0.5)
    assert diagnosis.reason.id == reason
    last = len(CASES[reason][0]().records)
    assert all(0 < seq <= last for seq in diagnosis.reason.seqs)
    if diagnosis.reason.mood is Mood.TROUBLE and reason not in {"closed", "limit_reached"}:
        assert diagnosis.reason.seqs


@pytest.mark.parametrize("reason", CASES)
def test_a_session_that_only_nearly_has_it(reason: str) -> None:
    assert looked(CASES[reason][1](), quiet_s=0.5).reason.id != reason


LATE: dict[str, tuple[Callable[[], Script], str]] = {
    "no_delta": (lambda: beginning().user().begins(), "thinking"),
    "stalled": (lambda: beginning().user().begins().message(), "streaming"),
    "unanswered": (lambda: beginning().user().sent("response.create"), "asked"),
    "update_unanswered": (lambda: beginning().sent("session.update", session={}), "ready"),
    "vad_unanswered": (lambda: spoken(beginning()), "ready"),
    "speech_without_end": (
        lambda: beginning().append(PCM_1S).received(f"{VAD}.speech_started"),
        "listening",
    ),
    "expired_open": (lambda: beginning().created(expires_at=1), "expired_open"),
}
"""Reasons that show after some seconds, and what is said before."""
OURS: dict[str, tuple[Callable[[], Script], dict[str, Any]]] = {
    "tool_running": (lambda: called(beginning()), {"running_calls": frozenset({"call_1"})}),
    "held": (lambda: beginning().sent("session.update", session={}), {"held": 2}),
    "queued": (lambda: beginning().user().begins(), {"is_queued": True}),
    "asked": (lambda: beginning().user().sent("response.create"), {}),
}
"""Reasons that our own client knows, or that hold in a session alone that goes on."""
BY_COACH: Final = frozenset({"capture", "response_lost"})
"""Reasons that only the coach tells, of captures: see `test_coach`."""


@pytest.mark.parametrize("reason", LATE)
def test_what_only_time_tells(reason: str) -> None:
    script, before = LATE[reason]
    assert looked(script(), quiet_s=0.5).reason.id == before
    assert looked(script(), quiet_s=9).reason.id == reason


def test_what_only_our_own_client_knows() -> None:
    for reason, (script, known) in OURS.items():
        assert looked(script(), **known).reason.id == reason
    calling = called(beginning())
    assert looked(calling, running_calls=frozenset({"call_2"})).reason.id == "tool"
    held = looked(beginning().sent("session.update", session={}), held=2).reason
    assert (held.values["count"], held.seqs) == ("2", (3,))


def test_in_a_capture_of_the_server_alone_nobody_is_said_to_have_forgotten_to_ask() -> None:
    heard = looked(beginning().user(), is_live=False)
    assert heard.reason.id == "item_without_response"
    alone = looked(beginning().user(), is_live=False, is_client_heard=False)
    assert alone.reason.mood is Mood.FINE


@pytest.mark.parametrize(
    ("reason", "action"),
    [
        ("item_without_response", "request_response"),
        ("output_without_response", "request_response"),
        ("response_failed", "request_response"),
        ("response_quota", ""),  # no further request helps
        ("response_interrupted", ""),
        ("thinking", "cancel_response"),
        ("closed", "reconnect"),
        ("collision", "request_response"),
        ("approval", ""),
    ],
)
def test_the_key_that_puts_it_right(reason: str, action: str) -> None:
    assert looked(CASES[reason][0](), quiet_s=0.5).reason.action == action


@pytest.mark.parametrize(
    ("by", "after_s", "reason"),
    [("server", 1, "expired"), ("server", -1, "closed"), ("client", 1, "closed")],
)
def test_a_server_that_closes_when_the_hour_is_over(by: str, after_s: int, reason: str) -> None:
    """Without an error before it, as in lifecycles.md §1."""
    script = beginning()
    script.created(expires_at=script.time_ns // SECOND_NS - after_s).close(1001, by=by)
    assert looked(script).reason.id == reason


def test_the_hour_of_an_earlier_session_is_over_and_settled() -> None:
    again = beginning().error("session_expired").close(1001, by="server").open().created()
    assert looked(again.close(1006)).reason.id == "closed"


def test_a_limit_is_filled_again_with_time() -> None:
    script = CASES["limit_reached"][0]()
    assert looked(script, quiet_s=20).reason.values["wait"] == "40"
    assert looked(script, quiet_s=61).reason.id != "limit_reached"


def test_how_much_audio_waits_is_counted_in_the_format_of_the_input() -> None:
    packed = {"audio": {"input": {"format": {"type": "audio/pcmu"}, "turn_detection": None}}}
    waiting = looked(beginning().update(packed).append(bytes(8_000))).reason
    assert (waiting.id, waiting.values["ms"]) == ("not_committed", "1,000")


def test_long_words_of_the_user_are_told_in_part() -> None:
    assert looked(beginning().user("x" * 100)).reason.values["text"] == "x" * 40


def test_what_shows_it_is_named_and_the_rest_is_ruled_out() -> None:
    diagnosis = looked(called(beginning()).output("call_1"))
    assert diagnosis.reason.action == "request_response"
    assert {one.check for one in diagnosis.findings} == {check.id for check in CHECKS}
    (found,) = [one for one in diagnosis.findings if one.reason is not None]
    assert (found.check, found.reason) == ("asked_for", diagnosis.reason)
    assert diagnosis.reason.seqs == (15, 17)  # conversation.item.create and its `done`


def test_how_long_to_wait_is_read_from_the_message() -> None:
    assert wait_s(AGAIN) == 4.494
    assert wait_s("Please try again in 1m2.5s.") == 62.5
    assert wait_s("Please retry after 20 seconds, or else.") == 20
    assert wait_s("try again in 300ms") == 0.3
    assert wait_s("Please try again in 6 rows.") is None
    assert wait_s("Limit 20000, used 3s.") is None


def told() -> dict[str, Reason]:
    """Each reason, as it is named of a session."""
    sudden = {one: looked(write(), quiet_s=0.5) for one, (write, _) in CASES.items()}
    late = {one: looked(write(), quiet_s=9) for one, (write, _) in LATE.items()}
    ours = {one: looked(write(), **known) for one, (write, known) in OURS.items()}
    return {one: found.reason for one, found in {**sudden, **late, **ours}.items()}


def test_every_reason_and_check_has_words_in_both_languages() -> None:
    assert set(REASONS["en"]) == set(REASONS["ja"]) == set(told()) | BY_COACH
    ids = {check.id for check in CHECKS}
    assert all(set(texts) == ids for texts in CHECK_TEXTS.values())


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_all_places_in_the_words_are_filled(lang: Any) -> None:
    for reason, found in told().items():
        text = reason_text(found.id, {**found.values, "key": "r"}, lang)
        assert found.id == reason
        for words in (text.title, text.why, text.do, text.fix):
            assert "{" not in visible(words)
