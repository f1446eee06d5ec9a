"""Scenarios: a TOML file that says what the simulator answers, hears and gets wrong.

    title = "The weather, with a comment first"   # one line
    try = "Ask about the weather."                # what to do to see it
    pitfall = "RT007"                             # which rule or pitfall it is about
    hears = ["What is the weather in Paris?"]     # what spoken turns say, one after another; a
                                 # table { type, code, message } is a transcription that fails
    translations = ["Wie ist das Wetter?"]        # what a translation session makes of them

    [[turn]]                     # a scripted response; the first turn that fits is used
    number = 1                   # only the connection's response of this number, from 1
    match = "(?i)weather"        # only if this is found in the last user message (a regex)
    times = 1                    # at most so often
    say = "Sunny."               # the answer; or steps, in order:
    [[turn.step]]
    say = "One moment."          # with commentary = true: a comment on the call that follows
    [[turn.step]]
    pause_s = 0.5                # seconds in which nothing comes
    [[turn.step]]
    call = "get_weather"         # a function call; two of them are parallel calls
    arguments = { city = "Paris" }   # or arguments_text = '{"city": "Pa', any text
    [[turn.step]]
    mcp = "docs"                 # a call to a remote MCP server, by its label
    tool = "search"              # with arguments, output or error, approval = true

    [[turn]]                     # how a response ends, if it does not just end well:
    fail = "rate_limit"          # or quota, server_error; or error = { type, code, message }
    status = "incomplete"        # or failed, cancelled
    reason = "content_filter"    # or max_output_tokens; turn_detected, client_cancelled
    usage = { total_tokens = 0 } # fields that replace the counted ones
    rate_limits = false          # no rate_limits.updated; remaining_tokens = 1000 says how many

    [[mcp]]                      # a remote MCP server
    server = "docs"              # its label in the session's tools
    tools = [{ name = "search", input_schema = { type = "object" } }]
    fails = true                 # its tools cannot be listed

    [[fault]]                    # what goes wrong on the way to the client
    kind = "drop"                # or duplicate, malformed, reorder, unknown_type, error, stall,
                                 # close, abort (no close), expire
    event = "response.*.delta"   # at which server events (* matches anything)
    number = 3                   # at which of them, from 1; 0: at each
    after_s = 10                 # or: so many seconds after the connection began
    seconds = 5                  # of a stall
    code = 1011                  # of a close, with reason = "..."
    minutes = 60                 # of an expiry; with_error = false leaves its error event out
    fields = { type = "x.y" }    # of the unknown event, or of the error

Responses that no turn fits are answered as without a scenario.
"""

from __future__ import annotations

import math
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.errors import UsageError
from realtime_inspector.simulator.checks import (
    Check,
    anything,
    array_of,
    boolean,
    number,
    one_of,
    record,
    tagged,
    text,
)
from realtime_inspector.simulator.faults import Fault
from realtime_inspector.simulator.hearing import NotHeardError
from realtime_inspector.simulator.mcp import McpServer
from realtime_inspector.simulator.plan import Call, Ending, McpCall, Pause, Say, failed
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.scenario import Scenario, Turn
from realtime_inspector.simulator.toml_lines import TomlLines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from realtime_inspector.simulator.plan import Step

_SUFFIX: Final = ".toml"
_LONGEST_WAIT_S: Final = 3600
_FAILURES: Final[dict[str, Ending]] = {
    "rate_limit": failed(
        "tokens",
        "rate_limit_exceeded",
        "Rate limit reached for gpt-realtime in organization org-simulator on tokens per min "
        "(TPM): Limit 20000, Used 14305, Requested 7193. Please try again in 4.494s.",
    ),
    "quota": failed(
        "insufficient_quota",
        "insufficient_quota",
        "You exceeded your current quota, please check your plan and billing details.",
    ),
    "server_error": failed(
        "server_error",
        None,
        "The server had an error while processing your request. Sorry about that!",
    ),
}
"""The failures of lifecycles.md §13 and observed.md §5."""


_REASONS: Final = {
    "incomplete": ("max_output_tokens", "content_filter"),
    "cancelled": ("client_cancelled", "turn_detected"),
}


class ScenarioError(UsageError):
    """A scenario that cannot be used: the message begins with the file and the line."""


def load_scenario(name: str) -> Scenario:
    """A scenario by its built-in name, or from a file.

    Raises:
        ScenarioError: There is none, or it says something wrong.
    """
    if name.endswith(_SUFFIX) or "/" in name:
        try:
            content = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise ScenarioError(f"Cannot read the scenario {name}: {reason}.") from None
        return parse_scenario(content, name)
    found = _built_in().get(name)
    if found is None:
        raise ScenarioError(
            f"There is no scenario {name!r}.",
            "`realtime-inspector simulate --list-scenarios` lists the built-in ones; the name of "
            f"a file of your own ends in {_SUFFIX}.",
        )
    return parse_scenario(found.read_text(encoding="utf-8"), f"{name}{_SUFFIX}")


def built_in_scenarios() -> list[Scenario]:
    """The scenarios that come with the program, by name."""
    return [load_scenario(name) for name in _built_in()]


def _built_in() -> dict[str, Traversable]:
    folder = resources.files("realtime_inspector.simulator") / "scenarios"
    files = (each for each in folder.iterdir() if each.name.endswith(_SUFFIX))
    return {each.name.removesuffix(_SUFFIX): each for each in sorted(files, key=lambda f: f.name)}


def parse_scenario(content: str, file: str) -> Scenario:
    """A scenario from the text of its file.

    Args:
        content: TOML.
        file: The file's name, for messages.

    Raises:
        ScenarioError: With `FILE:LINE:` in front of what is wrong.
    """
    try:
        raw = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(str(error), file, content) from None
    try:
        _SCENARIO(raw, "")
        return _scenario_of(raw, Path(file).name.removesuffix(_SUFFIX))
    except RefusalError as refusal:
        line = TomlLines(content).line_of(refusal.param or "")
        raise ScenarioError(f"{file}:{line}: {refusal.message}") from None


def _syntax_error(message: str, file: str, content: str) -> ScenarioError:
    found = re.search(r" \(at line (\d+), column \d+\)$", message)
    if found:
        return ScenarioError(f"{file}:{found[1]}: {message[: found.start()]}.")
    lines = content.count("\n") + 1
    return ScenarioError(f"{file}:{lines}: {message.split(' (at ', maxsplit=1)[0]}.")


def _json(value: object, path: str) -> None:
    """What JSON can hold too: no dates, no infinity."""
    if isinstance(value, dict):
        for key, member in value.items():
            _json(member, f"{path}.{key}")
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _json(member, f"{path}[{index}]")
    elif not isinstance(value, str | int | float) or (
        isinstance(value, float) and not math.isfinite(value)
    ):
        raise RefusalError(None, f"Invalid value for '{path}': JSON has no such value.", path)


def _json_object(value: object, path: str) -> None:
    record(dict.fromkeys(value, _json) if isinstance(value, dict) else {})(value, path)


def _regex(value: object, path: str) -> None:
    _TEXT(value, path)
    try:
        re.compile(str(value))
    except re.error as error:
        message = f"Invalid regular expression in '{path}': {error}."
        raise RefusalError(None, message, path) from None


def _exactly_one(*names: str) -> Check:
    listed = ", ".join(names)

    def check(value: object, path: str) -> None:
        if isinstance(value, dict) and sum(name in value for name in names) != 1:
            raise RefusalError(None, f"'{path}' must have one of: {listed}.", path)

    return check


def _all_of(*checks: Check) -> Check:
    def check(value: object, path: str) -> None:
        for each in checks:
            each(value, path)

    return check


_TEXT: Final = text()
_COUNT: Final = number(1, 1_000_000, whole=True)
_SECONDS: Final = number(0, _LONGEST_WAIT_S)
_STEP_FIELDS: Final[dict[str, Check]] = {
    "say": _TEXT,
    "commentary": boolean,
    "call": _TEXT,
    "mcp": _TEXT,
    "tool": _TEXT,
    "arguments": _json_object,
    "arguments_text": _TEXT,
    "output": _TEXT,
    "error": _TEXT,
    "approval": boolean,
    "pause_s": _SECONDS,
}
_STEP: Final = _all_of(record(_STEP_FIELDS), _exactly_one("say", "call", "mcp", "pause_s"))
_TURN: Final = record(
    {
        "number": _COUNT,
        "match": _regex,
        "times": _COUNT,
        "say": _TEXT,
        "step": array_of(_STEP),
        "status": one_of("completed", "incomplete", "failed", "cancelled"),
        "reason": _TEXT,
        "fail": one_of(*_FAILURES),
        "error": record({"type": _TEXT, "code": _TEXT, "message": _TEXT}, required=("type",)),
        "usage": _json_object,
        "rate_limits": boolean,
        "remaining_tokens": number(0, 1_000_000_000, whole=True),
    }
)
_FAULT_PLACE: Final[dict[str, Check]] = {
    "kind": anything,
    "event": _TEXT,
    "number": number(0, 1_000_000, whole=True),
    "after_s": _SECONDS,
}
_FAULT_FIELDS: Final[dict[str, dict[str, Check]]] = {
    "drop": {},
    "duplicate": {},
    "malformed": {},
    "reorder": {},
    "unknown_type": {"fields": _json_object},
    "error": {"fields": _json_object},
    "stall": {"seconds": _SECONDS},
    "close": {"code": number(1000, 4999, whole=True), "reason": text(longest=123)},
    "abort": {},
    "expire": {"minutes": _COUNT, "with_error": boolean},
}
_NEEDS_AN_EVENT: Final = ("drop", "duplicate", "malformed", "reorder")


def _fault_place(value: object, path: str) -> None:
    fault: Any = value
    if "after_s" not in fault:
        return
    for name in ("event", "number"):
        if name in fault:
            message = f"'{path}' has both after_s and {name}: choose one."
            raise RefusalError(None, message, f"{path}.{name}")
    if fault["kind"] in _NEEDS_AN_EVENT:
        message = f"'{path}': {fault['kind']} happens at an event, not at a time."
        raise RefusalError(None, message, f"{path}.after_s")


_FAULT: Final = _all_of(
    tagged(
        {kind: record({**_FAULT_PLACE, **fields}) for kind, fields in _FAULT_FIELDS.items()},
        tag="kind",
    ),
    _fault_place,
)
_MCP: Final = record(
    {
        "server": _TEXT,
        "fails": boolean,
        "tools": array_of(
            record(
                {"name": _TEXT, "description": _TEXT, "input_schema": _json_object},
                required=("name", "input_schema"),
            )
        ),
    },
    required=("server",),
)
_NOT_HEARD: Final = record(
    {"type": _TEXT, "code": _TEXT, "message": _TEXT}, required=("type", "message")
)


def _heard(value: object, path: str) -> None:
    (_NOT_HEARD if isinstance(value, dict) else _TEXT)(value, path)


_SCENARIO: Final = record(
    {
        "title": _TEXT,
        "pitfall": _TEXT,
        "try": _TEXT,
        "hears": array_of(_heard),
        "translations": array_of(_TEXT),
        "turn": array_of(_TURN),
        "mcp": array_of(_MCP),
        "fault": array_of(_FAULT),
    },
    required=("title",),
)


def _scenario_of(raw: Mapping[str, Any], name: str) -> Scenario:
    turns = enumerate(raw.get("turn", ()))
    return Scenario(
        name=name,
        title=raw["title"],
        pitfall=raw.get("pitfall", ""),
        try_it=raw.get("try", ""),
        hears=tuple(_heard_of(each) for each in raw.get("hears", ())),
        translations=tuple(raw.get("translations", ())),
        turns=tuple(_turn_of(turn, f"turn[{index}]") for index, turn in turns),
        servers=tuple(
            McpServer(each["server"], tuple(each.get("tools", ())), each.get("fails", False))
            for each in raw.get("mcp", ())
        ),
        faults=tuple(_fault_of(each) for each in raw.get("fault", ())),
    )


def _heard_of(raw: str | Mapping[str, Any]) -> str | NotHeardError:
    if isinstance(raw, str):
        return raw
    return NotHeardError(raw["message"], raw.get("code"), raw["type"])


def _turn_of(raw: Mapping[str, Any], path: str) -> Turn:
    if "say" in raw and "step" in raw:
        message = f"'{path}' has both say and step: choose one."
        raise RefusalError(None, message, f"{path}.say")
    steps: list[Step] = [Say(raw["say"])] if "say" in raw else []
    steps += [
        _step_of(step, f"{path}.step[{index}]") for index, step in enumerate(raw.get("step", ()))
    ]
    return Turn(
        steps=(*steps, _ending_of(raw, path)),
        number=raw.get("number"),
        match=re.compile(raw["match"]) if "match" in raw else None,
        times=raw.get("times"),
    )


def _step_of(raw: Mapping[str, Any], path: str) -> Step:
    allowed = {
        "say": ("commentary",),
        "call": ("arguments", "arguments_text"),
        "mcp": ("tool", "arguments", "output", "error", "approval"),
        "pause_s": (),
    }
    kind = next(name for name in allowed if name in raw)
    for name in raw:
        if name != kind and name not in allowed[kind]:
            message = f"'{path}': {name} does not go with {kind}."
            raise RefusalError(None, message, f"{path}.{name}")
    if kind == "say":
        return Say(raw["say"], is_commentary=raw.get("commentary", False))
    if kind == "pause_s":
        return Pause(float(raw["pause_s"]))
    arguments = raw.get("arguments", {})
    if kind == "call":
        return Call(raw["call"], arguments, raw.get("arguments_text"))
    if "tool" not in raw:
        raise RefusalError(None, f"'{path}' must name the tool.", path)
    return McpCall(
        server=raw["mcp"],
        name=raw["tool"],
        arguments=arguments,
        output=raw.get("output", ""),
        error=raw.get("error"),
        needs_approval=raw.get("approval", False),
    )


def _ending_of(raw: Mapping[str, Any], path: str) -> Ending:
    common = {
        "usage": raw.get("usage", {}),
        "has_rate_limits": raw.get("rate_limits", True),
        "remaining_tokens": raw.get("remaining_tokens"),
    }
    if "fail" in raw:
        return Ending("failed", _FAILURES[raw["fail"]].details, **common)
    status = raw.get("status", "failed" if "error" in raw else "completed")
    if "reason" in raw and status not in _REASONS:
        message = f"'{path}': reason goes with the status incomplete or cancelled only."
        raise RefusalError(None, message, f"{path}.reason")
    if status == "failed":
        error = {"code": None, "message": ""} | raw.get("error", {"type": "server_error"})
        ordered = {name: error[name] for name in ("type", "code", "message")}
        return Ending("failed", {"type": "failed", "error": ordered}, **common)
    if "error" in raw:
        message = f"'{path}': error goes with the status failed only."
        raise RefusalError(None, message, f"{path}.error")
    reasons = _REASONS.get(status)
    if reasons is None:
        return Ending(**common)
    reason = raw.get("reason", reasons[0])
    one_of(*reasons)(reason, f"{path}.reason")
    return Ending(status, {"type": status, "reason": reason}, **common)


def _fault_of(raw: Mapping[str, Any]) -> Fault:
    renamed = {"with_error": "has_error"}
    return Fault(**{renamed.get(name, name): value for name, value in raw.items()})


def one_line_each(scenarios: Sequence[Scenario]) -> list[str]:
    """The list of scenarios for a person."""
    width = max((len(each.name) for each in scenarios), default=0)
    return [f"{each.name:<{width}}  {each.title}{_note(each.pitfall)}" for each in scenarios]


def _note(pitfall: str) -> str:
    return f" ({pitfall})" if pitfall else ""
