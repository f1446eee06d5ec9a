"""Each reason why nothing happens, with a session that has it and one that only nearly has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.support.script import MANUAL, Script, beginning

from realtime_inspector.analysis.why import CHECKS, Diagnosis, Mood, Situation, diagnose
from realtime_inspector.analysis.why.limits import wait_s
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.core.safe import visible
from realtime_inspector.guide.reasons import CHECK_TEXTS, REASONS, reason_text

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "thinking": (lambda: beginning().user().begins(), lambda: beginning().user().answer()),
    "streaming": (
        lambda: beginning().user().begins().message(),
        lambda: beginning().user().begins().message().done(),
    ),
    "response_rate_limited": (
        lambda: failed("rate_limit_exceeded", AGAIN),
        lambda: failed("server_error", "Please try again in 2s."),
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


@pytest.mark.parametrize(
    ("script", "before", "after"),
    [
        (lambda: beginning().user().begins(), "thinking", "no_delta"),
        (lambda: beginning().user().begins().message(), "streaming", "stalled"),
        (lambda: beginning().user().sent("response.create"), "asked", "unanswered"),
        (lambda: beginning().sent("session.update", session={}), "ready", "update_unanswered"),
        (lambda: spoken(beginning()), "ready", "vad_unanswered"),
        (
            lambda: beginning().append(PCM_1S).received(f"{VAD}.speech_started"),
            "listening",
            "speech_without_end",
        ),
        (lambda: beginning().created(expires_at=1), "expired_open", "expired_open"),
    ],
)
def test_what_only_time_tells(script: Callable[[], Script], before: str, after: str) -> None:
    assert looked(script(), quiet_s=0.5).reason.id == before
    assert looked(script(), quiet_s=9).reason.id == after


def test_what_only_our_own_client_knows() -> None:
    calling = called(beginning())
    assert looked(calling, running_calls=frozenset({"call_1"})).reason.id == "tool_running"
    assert looked(calling, running_calls=frozenset({"call_2"})).reason.id == "tool"
    held = looked(beginning().sent("session.update", session={}), held=2).reason
    assert (held.id, held.values["count"], held.seqs) == ("held", "2", (3,))
    assert looked(beginning().user().begins(), is_queued=True).reason.id == "queued"


def test_in_a_capture_of_the_server_alone_nobody_is_said_to_have_forgotten_to_ask() -> None:
    heard = looked(beginning().user(), is_live=False)
    assert heard.reason.id == "item_without_response"
    alone = looked(beginning().user(), is_live=False, is_client_heard=False)
    assert alone.reason.mood is Mood.FINE


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


def test_every_reason_and_check_has_words_in_both_languages() -> None:
    assert set(REASONS["en"]) == set(REASONS["ja"]) >= set(CASES)
    ids = {check.id for check in CHECKS}
    assert all(set(texts) == ids for texts in CHECK_TEXTS.values())


@pytest.mark.parametrize("reason", CASES)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_all_places_in_the_words_are_filled(reason: str, lang: Any) -> None:
    found = looked(CASES[reason][0](), quiet_s=0.5).reason
    text = reason_text(found.id, {**found.values, "key": "r"}, lang)
    for words in (text.title, text.why, text.do, text.fix):
        assert "{" not in visible(words)
