"""One response from `response.created` to `rate_limits.updated`: the life of a response."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.mcp import ApprovalStream, McpStream
from realtime_inspector.simulator.plan import (
    COMPLETED,
    Call,
    CallPiece,
    Ending,
    McpCall,
    Output,
    Pause,
    Piece,
    Prompt,
    Say,
    Step,
    Thought,
    Waiter,
)
from realtime_inspector.simulator.refusal import RefusalError
from realtime_inspector.simulator.session import ordered_tool
from realtime_inspector.simulator.streams import (
    CallStream,
    MessageStream,
    OutputStream,
    SpokenStream,
)
from realtime_inspector.simulator.usage import context_of, no_usage, text_tokens, usage_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from typing import TypeAlias

    from realtime_inspector.simulator.world import World

    Life: TypeAlias = Generator[float | Waiter, None, None]
    """The seconds, or the event, that a response waits for next."""
    Performance: TypeAlias = Generator[float | Waiter, None, Ending]

_FIRST_TOKEN_S: Final = (0.28, 0.42)
_DELTA_S: Final = (0.025, 0.06)
_CLOSING_S: Final = 0.02
_RATE_LIMITS_S: Final = 0.04
_LONGEST_UNHURRIED_S: Final = 4.0
_GREATEST_HURRY: Final = 0.6
_RATE_LIMIT: Final = 15_000_000
_SECONDS_PER_MINUTE: Final = 60
_OVER_BUDGET: Final = Ending("incomplete", {"type": "incomplete", "reason": "max_output_tokens"})


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
        self._spent = 0
        self._thought: Thought | None = None
        self._is_over = False
        self._items = self._context_items()
        self._tools = [ordered_tool(tool) for tool in self._option("tools")]
        self._response = self._new_response()

    @property
    def id(self) -> str:
        """The response's id."""
        return str(self._response["id"])

    def start(self) -> None:
        """Say `response.created` and begin.

        Raises:
            RefusalError: Another one is active in the default conversation (lifecycles.md §4).
        """
        self._require_no_other()
        self._world.runs.append(self)
        self._world.emit("response.created", response=self._response)
        self._advance(self._life())

    def cancel(self, reason: str) -> None:
        """End now, with closing events for what is open (lifecycles.md §9, §10)."""
        self._finish("cancelled", {"type": "cancelled", "reason": reason})

    def _require_no_other(self) -> None:
        active = self._world.default_run()
        if active is None or not self.in_conversation:
            return
        message = (
            f"Conversation already has an active response in progress: {active.id}. "
            "Wait until the response is finished before creating a new one."
        )
        raise RefusalError("conversation_already_has_active_response", message)

    def _life(self) -> Life:
        yield self._world.rng.uniform(*_FIRST_TOKEN_S)
        plan = self._plan()
        ending = yield from self._follow(plan) if isinstance(plan, Thought) else self._perform(plan)
        yield _CLOSING_S
        self._finish(ending.status, ending.details, ending)

    def _perform(self, plan: Sequence[Step]) -> Performance:
        """Carry out a plan that is known from the start."""
        for position, step in enumerate(plan):
            if isinstance(step, Ending):
                return step
            if isinstance(step, Pause):
                yield step.seconds
                continue
            stream = self._open_stream(self._stream_for(step, len(self._streams)))
            is_within_budget = yield from self._send_all(stream, stream.planned_text)
            if not is_within_budget:
                return _OVER_BUDGET
            if isinstance(stream, McpStream) and isinstance(step, McpCall):
                yield from self._run_mcp(stream, step)
            yield _CLOSING_S
            if not _stays_open(plan, position):
                self._close_open("completed")
        return COMPLETED

    def _run_mcp(self, stream: McpStream, call: McpCall) -> Life:
        approval = None
        if call.needs_approval:
            index = len(self._streams)
            approval = ApprovalStream(
                self._world, self.id, index, call, mirrored=self.in_conversation
            )
            self._streams.append(approval)
        yield from stream.run(approval)

    def _follow(self, thought: Thought) -> Performance:
        """Carry out a plan that arrives piece by piece."""
        self._thought = thought
        is_spoken = self._response["output_modalities"] == ["audio"]
        key: int | None = None
        while True:
            piece = thought.take(sentences=is_spoken)
            if piece is None:
                yield thought
                continue
            if isinstance(piece, Ending):
                if piece.status == "completed":
                    self._close_open("completed")
                return piece
            if not self._open or key != _key_of(piece):
                key = _key_of(piece)
                self._close_open("completed")
                self._open_stream(self._stream_for(_beginning_of(piece), len(self._streams)))
            text = piece.arguments if isinstance(piece, CallPiece) else piece.text
            is_within_budget = yield from self._send_all(self._open[-1], text)
            if not is_within_budget:
                return _OVER_BUDGET

    def _open_stream(self, stream: OutputStream) -> OutputStream:
        self._streams.append(stream)
        self._open.append(stream)
        stream.open()
        return stream

    def _send_all(self, stream: OutputStream, text: str) -> Generator[float | Waiter, None, bool]:
        """Send a text's deltas, as far as the response's budget reaches: all of them?"""
        hurry = _hurry(text_tokens(text))
        for delta in stream.deltas_of(text):
            yield self._world.rng.uniform(*_DELTA_S) * hurry
            self._spent += delta.tokens
            if self._is_over_budget(self._spent):
                return False
            stream.send(delta)
        return True

    def _advance(self, life: Life) -> None:
        if self._is_over:
            life.close()
            return
        wait = next(life, None)
        if isinstance(wait, Waiter):
            wait.wake = lambda: self._advance(life)
        elif wait is not None:
            self._world.schedule.at(self._world.after(wait), lambda: self._advance(life))

    def _finish(
        self, status: str, details: Mapping[str, Any] | None, ending: Ending = COMPLETED
    ) -> None:
        self._is_over = True
        if self._thought is not None:
            self._thought.is_over = True
        self._world.runs.remove(self)
        self._close_open("incomplete")
        self._response |= {
            "status": status,
            "status_details": details,
            "output": [stream.item for stream in self._streams],
            "usage": self._usage() | dict(ending.usage),
        }
        self._world.emit("response.done", response=self._response)
        if self.in_conversation:
            self._world.listener.response_ended(sum(each.audio_ms for each in self._streams))
        if ending.has_rate_limits:
            self._world.schedule.at(
                self._world.after(_RATE_LIMITS_S),
                lambda: self._say_rate_limits(ending.remaining_tokens),
            )

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

    def _say_rate_limits(self, remaining: int | None) -> None:
        used = self._response["usage"]["total_tokens"]
        if remaining is not None:
            used = _RATE_LIMIT - remaining
        limit = {
            "name": "tokens",
            "limit": _RATE_LIMIT,
            "remaining": _RATE_LIMIT - used,
            "reset_seconds": round(used / _RATE_LIMIT * _SECONDS_PER_MINUTE, 3),
        }
        self._world.emit("rate_limits.updated", rate_limits=[limit])

    def _plan(self) -> Sequence[Step] | Thought:
        prompt = Prompt(
            items=[self._world.conversation.understood(item) for item in self._items],
            tools=self._tools,
            tool_choice=self._option("tool_choice"),
            instructions=self._instructions(),
            request_instructions=self._options.get("instructions"),
            rng=self._world.rng,
            calls_in_parallel=self._calls_in_parallel(),
        )
        plan = self._world.brain.plan(prompt)
        if isinstance(plan, Thought):
            self._world.thoughts.append(plan)
        return plan

    def _stream_for(self, output: Output, index: int) -> OutputStream:
        if isinstance(output, Call):
            return CallStream(self._world, self.id, index, output, mirrored=self.in_conversation)
        if isinstance(output, McpCall):
            return McpStream(self._world, self.id, index, output, mirrored=self.in_conversation)
        if self._response["output_modalities"] != ["audio"]:
            return MessageStream(self._world, self.id, index, output, mirrored=self.in_conversation)
        sound = self._response["audio"]["output"]
        return SpokenStream(
            self._world, self.id, index, output, sound, mirrored=self.in_conversation
        )

    def _context_items(self) -> list[Mapping[str, Any]]:
        """The conversation, or what the request brought as its own input (§12)."""
        conversation = self._world.conversation
        if "input" not in self._options:
            return list(conversation.items)
        items: list[Mapping[str, Any]] = []
        for raw in self._options["input"]:
            found = conversation.find(raw["id"]) if raw["type"] == "item_reference" else raw
            if found is None:
                message = f"Item with item_id not found: {raw['id']}"
                raise RefusalError("item_reference_invalid_item_id", message, "response.input")
            given = {key: value for key, value in found.items() if value is not None}
            items.append({"id": self._world.ids.make("item"), "call_id": "", **given})
        return items

    def _calls_in_parallel(self) -> bool:
        asked = self._options.get("parallel_tool_calls")
        return (
            self._world.session.get("parallel_tool_calls") if asked is None else asked
        ) is not False

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


def _stays_open(plan: Sequence[Step], position: int) -> bool:
    """Whether an output is not closed when it has streamed.

    A comment is closed only after the call that it announces has streamed (§5b); what a cut
    response was at stays open until the cut.
    """
    after = next((each for each in plan[position + 1 :] if not isinstance(each, Pause)), None)
    if isinstance(after, Ending):
        return after.status != "completed"
    step = plan[position]
    return isinstance(step, Say) and step.is_commentary and after is not None


def _key_of(piece: Piece) -> int:
    """What tells the pieces of one output from those of another."""
    return piece.index if isinstance(piece, CallPiece) else -1


def _beginning_of(piece: Piece) -> Output:
    if isinstance(piece, CallPiece):
        return Call(piece.name, {}, raw="")
    return Say("")
