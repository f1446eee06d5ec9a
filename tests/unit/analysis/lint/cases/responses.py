"""Sessions for the rules about responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.support.script import Script, beginning
from tests.unit.analysis.lint.cases.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DONE: Final = "response.done"
RATE_LIMIT: Final = {
    "type": "failed",
    "error": {"type": "tokens", "code": "rate_limit_exceeded", "message": "Try again in 4 s."},
}
SERVER_ERROR: Final = {
    "type": "failed",
    "error": {"type": "server_error", "code": None, "message": "The server had an error."},
}
ALL_TOKENS: Final = {"type": "incomplete", "reason": "max_output_tokens"}
WEATHER: Final = {
    "type": "function",
    "name": "get_weather",
    "parameters": {"type": "object", "properties": {"city": {}}, "required": ["city"]},
}
SEED: Final = {
    "id": "item_seed",
    "type": "message",
    "role": "assistant",
    "content": [{"type": "output_text", "text": "I wrote this."}],
}


def reported(rule: str, story: str, write: Callable[[], Script], looked_at: str = DONE) -> Case:
    """A session with the mistake."""
    return Case(rule, story, write, looked_at=looked_at)


def silent(rule: str, story: str, write: Callable[[], Script], provider: str = "openai") -> Case:
    """A session that is near the mistake, and right."""
    return Case(rule, story, write, is_reported=False, provider=provider)


def ended(status: str, details: Mapping[str, Any] | None = None, **fields: Any) -> Script:
    """A session whose one response ended so."""
    return beginning().user().begins().done("resp_1", status, details, **fields)


def call_item(arguments: str) -> dict[str, Any]:
    """A function call as it stands in the output of a response."""
    item = {"id": "item_f", "type": "function_call", "name": "f", "call_id": "call_f"}
    return {**item, "arguments": arguments}


def limits(*remaining: float) -> Script:
    """A session that was told again and again how many of 1000 tokens are left."""
    script = beginning()
    for left in remaining:
        entry = {"name": "tokens", "limit": 1000, "remaining": left, "reset_seconds": 1}
        script.received("rate_limits.updated", rate_limits=[entry])
    return script


def with_tool(arguments: str, status: str = "completed") -> Script:
    """A session whose tool, which needs a city, is called."""
    script = beginning().update({"type": "realtime", "tools": [WEATHER]}).user().begins()
    return script.call(arguments=arguments).done(status=status)


def seeded() -> Script:
    """A session for audio, with a written answer of the client's."""
    return beginning().user().item(SEED).user("And?", "item_2").begins()


def spoken_output() -> list[dict[str, Any]]:
    """The output of a response that was spoken."""
    content = [{"type": "output_audio", "transcript": "I say this."}]
    return [{"id": "item_a", "type": "message", "role": "assistant", "content": content}]


def aside(script: Script, response_id: str, metadata: Mapping[str, str] | None = None) -> Script:
    """The beginning of a response beside the conversation."""
    script.sent("response.create", response={"conversation": "none", "metadata": metadata})
    return script.begins(response_id, is_asked=False, conversation_id=None, metadata=metadata)


def usage(tokens: int, cached: int = 0) -> dict[str, Any]:
    """The `usage` of a response."""
    details = {"text_tokens": tokens, "cached_tokens": cached}
    common = {"total_tokens": tokens + 5, "output_tokens": 5}
    return {**common, "input_tokens": tokens, "input_token_details": details}


def measured(script: Script, number: int, tokens: int, cached: int = 0) -> Script:
    """One more response, with so many tokens of input."""
    response_id = f"resp_{number}"
    return script.begins(response_id).done(response_id, usage=usage(tokens, cached))


def changed(**session: Any) -> Script:
    """A session with a response from the cache, and a `session.update`."""
    return measured(beginning(), 1, 2000, 1600).update({"type": "realtime", **session})


def deleted() -> Script:
    """A session with a response from the cache, and a deleted item."""
    script = measured(beginning().user(), 1, 2000, 1600)
    script.sent("conversation.item.delete", item_id="item_user")
    return script.received("conversation.item.deleted", item_id="item_user")


RT080: Final = (
    reported("RT080", "a server error", lambda: ended("failed", SERVER_ERROR)),
    reported("RT080", "a failure without details", lambda: ended("failed")),
    silent("RT080", "a rate limit, which RT082 reports", lambda: ended("failed", RATE_LIMIT)),
    silent(
        "RT080",
        "an interruption",
        lambda: ended("cancelled", {"type": "cancelled", "reason": "turn_detected"}),
    ),
)

RT081: Final = (
    reported("RT081", "the cap was reached", lambda: ended("incomplete", ALL_TOKENS)),
    reported(
        "RT081",
        "a call was broken off",
        lambda: ended("incomplete", ALL_TOKENS, output=[call_item('{"city": "Pa')]),
    ),
    silent("RT081", "a whole response", lambda: beginning().user().answer()),
    silent(
        "RT081",
        "an interruption, as some servers name it",
        lambda: ended("incomplete", {"type": "incomplete", "reason": "turn_detected"}),
        "custom",
    ),
)

RT082: Final = (
    reported("RT082", "the rate limit was reached", lambda: ended("failed", RATE_LIMIT)),
    reported(
        "RT082",
        "no quota, as an error",
        lambda: beginning().error("insufficient_quota", "You exceeded your current quota."),
        "error",
    ),
    reported("RT082", "little is left", lambda: limits(500, 49), "rate_limits.updated"),
    silent("RT082", "enough is left", lambda: limits(500, 51)),
    silent("RT082", "another failure", lambda: ended("failed", SERVER_ERROR)),
    silent(
        "RT082",
        "a limit that was never set",
        lambda: beginning().received("rate_limits.updated", rate_limits=[{"name": "tokens"}]),
    ),
)

ARGUMENTS: Final = "response.function_call_arguments.done"
RT083: Final = (
    reported("RT083", "broken JSON", lambda: with_tool('{"city": '), ARGUMENTS),
    reported("RT083", "a required name is missing", lambda: with_tool("{}"), ARGUMENTS),
    reported("RT083", "an array", lambda: with_tool('["Paris"]'), ARGUMENTS),
    reported(
        "RT083",
        "against the tools of the request",
        lambda: (
            beginning()
            .sent("response.create", response={"tools": [WEATHER]})
            .begins(is_asked=False)
            .call(arguments="{}")
            .done()
        ),
        ARGUMENTS,
    ),
    silent("RT083", "as the schema wants it", lambda: with_tool('{"city": "Paris"}')),
    silent("RT083", "broken off by an interruption", lambda: with_tool('{"ci', "cancelled")),
    silent(
        "RT083",
        "nothing, where nothing is required",
        lambda: beginning().begins().call("now", arguments="").done(),
    ),
)

RT084: Final = (
    reported("RT084", "no output", lambda: ended("completed", output=[])),
    reported(
        "RT084",
        "a message without content",
        lambda: ended("completed", output=[{"type": "message", "content": []}]),
    ),
    silent("RT084", "a call alone", lambda: ended("completed", output=[call_item("{}")])),
    silent("RT084", "cancelled before it said anything", lambda: ended("cancelled", output=[])),
)

RT085: Final = (
    reported("RT085", "written, though sound was asked for", lambda: seeded().message().done()),
    silent(
        "RT085",
        "spoken all the same",
        lambda: seeded().speech().done(output=spoken_output()),
    ),
    silent(
        "RT085",
        "written, as was asked for",
        lambda: seeded().message().done(output_modalities=["text"]),
    ),
    silent("RT085", "written without a seed", lambda: beginning().user().answer()),
    silent(
        "RT085",
        "a call after the seed",
        lambda: seeded().call().done(output=[call_item("{}")]),
    ),
)

CREATED: Final = "response.created"
RT086: Final = (
    reported(
        "RT086",
        "two minutes without an end",
        lambda: beginning().begins().wait(121_000).received("rate_limits.updated"),
        CREATED,
    ),
    reported("RT086", "the connection broke", lambda: beginning().begins().close(1006), CREATED),
    reported(
        "RT086",
        "the client gave up waiting",
        lambda: beginning().begins().wait(30_000).close(),
        CREATED,
    ),
    silent("RT086", "done", lambda: beginning().answer().wait(121_000).close(1006)),
    silent("RT086", "the client leaves in the middle", lambda: beginning().begins().close()),
    silent("RT086", "the capture ends in the middle", lambda: beginning().begins().message()),
)

RT088: Final = (
    reported(
        "RT088",
        "two at once without metadata",
        lambda: aside(aside(beginning(), "resp_a"), "resp_b"),
        CREATED,
    ),
    reported(
        "RT088",
        "two at once with the same metadata",
        lambda: aside(aside(beginning(), "resp_a", {"k": "v"}), "resp_b", {"k": "v"}),
        CREATED,
    ),
    silent(
        "RT088",
        "two at once with metadata of their own",
        lambda: aside(aside(beginning(), "resp_a", {"k": "1"}), "resp_b", {"k": "2"}),
    ),
    silent(
        "RT088",
        "one after the other",
        lambda: aside(aside(beginning(), "resp_a").done("resp_a"), "resp_b"),
    ),
    silent("RT088", "beside the conversation's own", lambda: aside(beginning().begins(), "aside")),
)

RT089: Final = (
    reported("RT089", "nearly full", lambda: measured(beginning(), 1, 110_000)),
    reported(
        "RT089",
        "the server cut the history",
        lambda: measured(measured(beginning(), 1, 28_000), 2, 20_000),
    ),
    reported(
        "RT089",
        "nearly full, a snapshot of an older model",
        lambda: measured(Script().created(model="gpt-realtime-2025-08-28"), 1, 28_000),
    ),
    silent("RT089", "far from full", lambda: measured(measured(beginning(), 1, 900), 2, 1000)),
    silent(
        "RT089",
        "a model whose context is not known",
        lambda: measured(Script().created(model="my-deployment"), 1, 110_000),
    ),
    silent(
        "RT089",
        "the client made it shorter",
        lambda: measured(deleted(), 2, 1000),
    ),
    silent(
        "RT089",
        "a response with an input of its own",
        lambda: (
            measured(beginning(), 1, 28_000)
            .sent("response.create", response={"input": []})
            .begins("resp_2", is_asked=False)
            .done("resp_2", usage=usage(50))
        ),
    ),
    silent(
        "RT089",
        "cancelled before it cost anything",
        lambda: measured(measured(beginning(), 1, 28_000), 2, 0),
    ),
)

RT090: Final = (
    reported(
        "RT090",
        "other instructions",
        lambda: measured(changed(instructions="Be long."), 2, 2100, 64),
    ),
    reported("RT090", "an item was deleted", lambda: measured(deleted(), 2, 1900)),
    silent(
        "RT090",
        "the same instructions again",
        lambda: measured(changed(instructions="Be brief."), 2, 2100, 64),
    ),
    silent(
        "RT090",
        "other instructions, and the cache held",
        lambda: measured(changed(instructions="Be long."), 2, 2100, 1600),
    ),
    silent(
        "RT090",
        "the cache was lost without anybody's doing",
        lambda: measured(measured(beginning(), 1, 2000, 1600), 2, 2100),
    ),
)

CASES: Final = (
    *RT080,
    *RT081,
    *RT082,
    *RT083,
    *RT084,
    *RT085,
    *RT086,
    *RT088,
    *RT089,
    *RT090,
)
