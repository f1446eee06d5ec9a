"""Remote MCP servers as a scenario plays them: listing, calls, approval (lifecycles.md §15).

Nothing is contacted. A server that the scenario does not describe cannot be listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.plan import McpCall, Waiter
from realtime_inspector.simulator.streams import Delta, OutputStream, compact
from realtime_inspector.simulator.tokens import argument_pieces

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from realtime_inspector.simulator.world import World

_LISTING_S: Final = 0.25
_RUNNING_S: Final = 0.3
_DENIED: Final = "The call was denied by the user."


@dataclass(frozen=True, slots=True)
class McpServer:
    """A remote server as the scenario describes it."""

    label: str
    tools: Sequence[Mapping[str, Any]] = ()
    """Each with `name`, `input_schema` and perhaps `description`."""
    fails: bool = False
    """Listing its tools fails."""


class Approvals:
    """Approval requests that the client has not answered."""

    def __init__(self) -> None:
        self._open: dict[str, Waiter] = {}
        self._answers: dict[str, bool] = {}

    def ask(self, request_id: str) -> Waiter:
        """Begin to wait for the answer to a request."""
        return self._open.setdefault(request_id, Waiter())

    def is_open(self, request_id: str) -> bool:
        """Whether a request waits for an answer."""
        return request_id in self._open

    def answer(self, request_id: str, *, approve: bool) -> None:
        """Answer a request; the response goes on."""
        waiter = self._open.pop(request_id)
        self._answers[request_id] = approve
        waiter.go()

    def is_approved(self, request_id: str) -> bool:
        """The answer that was given."""
        return self._answers.get(request_id, False)


def list_new_tools(
    world: World, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> None:
    """List the tools of the MCP servers that an update added."""
    known = [tool for tool in before if tool["type"] == "mcp"]
    for tool in after:
        if tool["type"] == "mcp" and tool not in known:
            _list_tools(world, str(tool["server_label"]))


def _list_tools(world: World, label: str) -> None:
    server = next((each for each in world.mcp_servers if each.label == label), None)
    item: dict[str, Any] = {
        "id": world.ids.make("mcpl"),
        "type": "mcp_list_tools",
        "server_label": label,
        "tools": [],
    }
    previous = world.conversation.insert(item)
    world.emit("conversation.item.added", previous_item_id=previous, item=item)
    world.emit("mcp_list_tools.in_progress", item_id=item["id"])

    def finish() -> None:
        if server is None or server.fails:
            world.emit("mcp_list_tools.failed", item_id=item["id"])
            return
        item["tools"] = [dict(tool) for tool in server.tools]
        world.emit("conversation.item.done", previous_item_id=previous, item=item)
        world.emit("mcp_list_tools.completed", item_id=item["id"])

    world.schedule.at(world.after(_LISTING_S), finish)


class McpStream(OutputStream):
    """A call that the server makes itself: arguments, perhaps an approval, then its result."""

    def __init__(
        self, world: World, response_id: str, index: int, call: McpCall, *, mirrored: bool
    ) -> None:
        super().__init__(world, response_id, index, mirrored=mirrored)
        self._call = call

    @property
    def planned_text(self) -> str:
        """The arguments."""
        return compact(self._call.arguments)

    def deltas_of(self, text: str) -> Iterator[Delta]:
        """The pieces of the arguments' JSON text."""
        return (Delta(text=piece) for piece in argument_pieces(text))

    def send(self, delta: Delta) -> None:
        """Send a piece of the arguments."""
        self._written += delta.text
        padding = self._padding(delta.text)
        self._emit("response.mcp_call_arguments.delta", delta=delta.text, obfuscation=padding)

    def run(self, approval: ApprovalStream | None) -> Generator[float | Waiter, None, None]:
        """From the complete arguments to the result."""
        self.item["arguments"] = self._written
        self._emit("response.mcp_call_arguments.done", arguments=self._written)
        if approval is not None:
            approval.open()
            approval.close("completed")
            request_id = str(approval.item["id"])
            self.item["approval_request_id"] = request_id
            yield self._world.approvals.ask(request_id)
            if not self._world.approvals.is_approved(request_id):
                self._fail(_DENIED)
                return
        self._progress("in_progress")
        yield _RUNNING_S
        if self._call.error is not None:
            self._fail(self._call.error)
        else:
            self.item["output"] = self._call.output
            self._progress("completed")

    def _fail(self, message: str) -> None:
        self.item["error"] = {"type": "tool_execution_error", "message": message}
        self._progress("failed")

    def _progress(self, word: str) -> None:
        fields = {"item_id": self.item["id"], "output_index": self._index}
        self._world.emit(f"response.mcp_call.{word}", **fields)

    def _set_status(self, status: str) -> None:
        """MCP items have none."""

    def _new_item(self) -> dict[str, Any]:
        return {
            "id": self._world.ids.make("mcp"),
            "type": "mcp_call",
            "server_label": self._call.server,
            "name": self._call.name,
            "arguments": "",
        }

    def _closing(self) -> None:
        self.item["arguments"] = self._written


class ApprovalStream(McpStream):
    """The request for approval that goes with a call; an item of its own."""

    def _new_item(self) -> dict[str, Any]:
        return {
            "id": self._world.ids.make("mcpr"),
            "type": "mcp_approval_request",
            "server_label": self._call.server,
            "name": self._call.name,
            "arguments": compact(self._call.arguments),
        }

    def _closing(self) -> None:
        """Nothing streams."""
