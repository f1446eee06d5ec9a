"""RT010: a response is asked for before the tools of an MCP server are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule, mapping
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.event import Event


class McpUsedBeforeListed(Rule):
    """`session.updated` takes the configuration over; the tools come later."""

    id: ClassVar = "RT010"
    name: ClassVar = "mcp-used-before-listed"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "session.created",
        "session.update",
        "conversation.item.added",
        "conversation.item.done",
        "mcp_list_tools.completed",
        "mcp_list_tools.failed",
        "response.create",
        "error",
    )
    evidence: ClassVar = (
        "https://developers.openai.com/api/docs/guides/realtime-mcp",
        "lifecycles.md §15",
    )

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._forget()

    def _forget(self) -> None:
        self._update_seq = 0
        self._awaited: set[str] = set()
        """Labels of the servers whose tools were asked for and have not come."""
        self._listed: set[str] = set()
        self._labels: dict[str, str] = {}
        """Of the items with lists of tools."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """A request while a list is awaited, and each list that failed."""
        match now.event.canonical_type:
            case "session.created":
                self._forget()
            case "session.update":
                self._configure(now)
            case "error":
                self._refused(now)
            case "conversation.item.added" | "conversation.item.done":
                self._learn_label(now.event)
            case "response.create" if self._awaited:
                names = ", ".join(sorted(self._awaited))
                self._awaited = set()
                yield self.found(now.seq, self._update_seq, server=names)
            case "mcp_list_tools.completed":
                self._listed.add(self._settle(now.event))
            case "mcp_list_tools.failed":
                label = self._settle(now.event)
                yield self.found(
                    now.seq, self._update_seq or None, severity=Severity.ERROR, server=label
                )

    def _configure(self, now: Sight) -> None:
        labels = _mcp_labels(now.event) - self._listed
        if labels:
            self._awaited, self._update_seq = labels, now.seq

    def _refused(self, now: Sight) -> None:
        problem = now.state.problems.get(now.seq)
        if problem is not None and problem.cause_seq == self._update_seq:
            self._awaited = set()

    def _learn_label(self, event: Event) -> None:
        if event.text("item", "type") == "mcp_list_tools" and event.item_id:
            self._labels[event.item_id] = event.text("item", "server_label") or ""

    def _settle(self, event: Event) -> str:
        """The server whose list came to its end; a list without a label is the only one's."""
        label = self._labels.get(event.item_id or "", "")
        if not label and len(self._awaited) == 1:
            label = next(iter(self._awaited))
        self._awaited.discard(label)
        return label or event.item_id or "?"


def _mcp_labels(event: Event) -> set[str]:
    tools = (mapping(tool) for tool in event.sequence("session", "tools"))
    return {str(tool.get("server_label") or "") for tool in tools if tool.get("type") == "mcp"}
