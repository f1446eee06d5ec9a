"""One response from `response.created` to `rate_limits.updated`: the life of a response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.plan import Call, Output, Prompt, Say
from realtime_inspector.simulator.session import ordered_tool
from realtime_inspector.simulator.streams import (
    CallStream,
    MessageStream,
    OutputStream,
    SpokenStream,
)
from realtime_inspector.simulator.usage import context_of, no_usage, usage_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

    from realtime_inspector.simulator.world import World

_FIRST_TOKEN_S: Final = (0.28, 0.42)
_DELTA_S: Final = (0.025, 0.06)
_CLOSING_S: Final = 0.02
_RATE_LIMITS_S: Final = 0.04
_LONGEST_UNHURRIED_S: Final = 4.0
_GREATEST_HURRY: Final = 0.6
_RATE_LIMIT: Final = 15_000_000
_SECONDS_PER_MINUTE: Final = 60


class ResponseRun:
    """A response in progress.

    Its life is a generator that yields the seconds until it wants to go on, so that
    cancelling means: stop asking it, close what is open, say `response.done`.
    """

    def __init__(self, world: World, options: Mapping[str, Any]) -> None:
        """Prepare a response.

        Args:
            world: The connection's state.
            options: The checked `response` object of `response.create`.
        """
        self._world = world
        self._options = {key: value for key, value in options.items() if value is not None}
        self.in_conversation = self._options.get("conversation") != "none"
        self._open: list[OutputStream] = []
        self._streams: list[OutputStream] = []
        self._is_over = False
        self._items = self._context_items()
        self._tools = [ordered_tool(tool) for tool in self._option("tools")]
        self._response = self._new_response()

    @property
    def id(self) -> str:
        """The response's id."""
        return str(self._response["id"])

    def start(self) -> None:
        """Say `response.created` and begin."""
        self._world.runs.append(self)
        self._world.emit("response.created", response=self._response)
        self._advance(self._life())

    def cancel(self, reason: str) -> None:
        """End now, with closing events for what is open (lifecycles.md §9, §10)."""
        self._finish("cancelled", {"type": "cancelled", "reason": reason})

    def _life(self) -> Generator[float, None, None]:
        rng = self._world.rng
        yield rng.uniform(*_FIRST_TOKEN_S)
        plan = self._plan()
        spent = 0
        for index, output in enumerate(plan):
            stream = self._stream_for(output, index)
            self._streams.append(stream)
            self._open.append(stream)
            stream.open()
            hurry = _hurry(stream.planned_tokens)
            for delta in stream.deltas():
                yield rng.uniform(*_DELTA_S) * hurry
                spent += delta.tokens
                if self._is_over_budget(spent):
                    details = {"type": "incomplete", "reason": "max_output_tokens"}
                    self._finish("incomplete", details)
                    return
                stream.send(delta)
            yield _CLOSING_S
            if not self._stays_open(plan, index):
                self._close_open("completed")
        yield _CLOSING_S
        self._finish("completed", None)

    def _stays_open(self, plan: Sequence[Output], index: int) -> bool:
        """A comment is closed only after the call that it announces has streamed (§5b)."""
        output = plan[index]
        return isinstance(output, Say) and output.is_commentary and index + 1 < len(plan)

    def _advance(self, life: Generator[float, None, None]) -> None:
        if self._is_over:
            life.close()
            return
        delay = next(life, None)
        if delay is not None:
            self._world.schedule.at(self._world.after(delay), lambda: self._advance(life))

    def _finish(self, status: str, details: Mapping[str, Any] | None) -> None:
        self._is_over = True
        self._world.runs.remove(self)
        self._close_open("incomplete")
        self._response |= {
            "status": status,
            "status_details": details,
            "output": [stream.item for stream in self._streams],
            "usage": self._usage(),
        }
        self._world.emit("response.done", response=self._response)
        self._world.schedule.at(self._world.after(_RATE_LIMITS_S), self._say_rate_limits)

    def _close_open(self, status: str) -> None:
        for stream in self._open:
            stream.close(status)
        self._open.clear()

    def _is_over_budget(self, tokens: int) -> bool:
        limit = self._response["max_output_tokens"]
        return isinstance(limit, int) and tokens > limit

    def _usage(self) -> dict[str, Any]:
        if not self._streams:
            return no_usage()
        audio_ms = self._world.conversation.audio_ms
        context = context_of(self._instructions(), self._tools, self._items, audio_ms)
        before, self._world.last_context = self._world.last_context, context
        text = sum(stream.output_text_tokens for stream in self._streams)
        milliseconds = sum(stream.audio_ms for stream in self._streams)
        return usage_of(context, before, text, -(-milliseconds // 50))

    def _say_rate_limits(self) -> None:
        used = self._response["usage"]["total_tokens"]
        limit = {
            "name": "tokens",
            "limit": _RATE_LIMIT,
            "remaining": _RATE_LIMIT - used,
            "reset_seconds": round(used / _RATE_LIMIT * _SECONDS_PER_MINUTE, 3),
        }
        self._world.emit("rate_limits.updated", rate_limits=[limit])

    def _plan(self) -> list[Output]:
        prompt = Prompt(
            items=self._items,
            tools=self._tools,
            tool_choice=self._option("tool_choice"),
            instructions=self._instructions(),
            request_instructions=self._options.get("instructions"),
            rng=self._world.rng,
        )
        plan = self._world.brain.plan(prompt)
        if self._world.settings.commentary:
            return plan
        return [each for each in plan if not (isinstance(each, Say) and each.is_commentary)]

    def _stream_for(self, output: Output, index: int) -> OutputStream:
        if isinstance(output, Call):
            return CallStream(self._world, self.id, index, output, mirrored=self.in_conversation)
        spoken = self._response["output_modalities"] == ["audio"]
        kind = SpokenStream if spoken else MessageStream
        return kind(self._world, self.id, index, output, mirrored=self.in_conversation)

    def _context_items(self) -> list[Mapping[str, Any]]:
        """The conversation, or what the request brought as its own input (§12)."""
        conversation = self._world.conversation
        if "input" not in self._options:
            return list(conversation.items)
        items: list[Mapping[str, Any]] = []
        for raw in self._options["input"]:
            found = conversation.find(raw["id"]) if raw["type"] == "item_reference" else raw
            if found is not None:
                given = {key: value for key, value in found.items() if value is not None}
                items.append({"id": self._world.ids.make("item"), "call_id": "", **given})
        return items

    def _instructions(self) -> str:
        return str(self._option("instructions"))

    def _option(self, name: str) -> Any:
        return self._options.get(name, self._world.session[name])

    def _new_response(self) -> dict[str, Any]:
        output = dict(self._world.session["audio"]["output"])
        asked = (self._options.get("audio") or {}).get("output") or {}
        output |= {key: value for key, value in asked.items() if value is not None}
        return {
            "object": "realtime.response",
            "id": self._world.ids.make("resp"),
            "status": "in_progress",
            "status_details": None,
            "output": [],
            "conversation_id": self._world.conversation_id if self.in_conversation else None,
            "output_modalities": self._option("output_modalities"),
            "max_output_tokens": self._option("max_output_tokens"),
            "audio": {"output": {"format": output["format"], "voice": output["voice"]}},
            "usage": None,
            "metadata": self._options.get("metadata"),
        }


def _hurry(tokens: int) -> float:
    """The factor by which a long answer streams faster, so that it ends in a few seconds."""
    unhurried = tokens * _DELTA_S[1]
    if unhurried <= _LONGEST_UNHURRIED_S:
        return 1.0
    return max(_GREATEST_HURRY, _LONGEST_UNHURRIED_S / unhurried)
