"""RT083: the model called a function with arguments that cannot be used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.analysis.lint.rule import Rule, mapping
from realtime_inspector.core.finding import Finding, Severity
from realtime_inspector.core.record import parse_object
from realtime_inspector.core.redact import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.analysis.lint.deadlines import Deadlines
    from realtime_inspector.analysis.lint.rule import Sight

_READ: Final = 4_000
_SHOWN: Final = 80
"""Characters of broken arguments that are told."""


class InvalidArguments(Rule):
    """Judged when its response is complete: a call that was broken off is RT081's."""

    id: ClassVar = "RT083"
    name: ClassVar = "invalid-arguments"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (
        "session.created",
        "session.updated",
        "response.create",
        "response.function_call_arguments.done",
        "response.done",
    )
    evidence: ClassVar = ("by construction",)

    def __init__(self, deadlines: Deadlines) -> None:
        super().__init__(deadlines)
        self._required: dict[str, tuple[str, ...]] = {}
        """Of each tool of the session: the names that its arguments must have."""
        self._own: dict[int, dict[str, tuple[str, ...]]] = {}
        """Likewise for the tools of one request, by its number."""
        self._wrong: dict[str, list[Finding]] = {}
        """What was found in responses that are not over."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        """Arguments against the schema of their tool, at the end of their response."""
        match now.event.canonical_type:
            case "session.created" | "session.updated":
                self._required = _required_of(now.event.sequence("session", "tools"))
            case "response.create" if now.event.sequence("response", "tools"):
                self._own[now.seq] = _required_of(now.event.sequence("response", "tools"))
            case "response.function_call_arguments.done":
                self._check(now)
            case "response.done":
                yield from self._done(now)

    def _check(self, now: Sight) -> None:
        item = now.state.item(now.event.item_id)
        name = now.event.text("name") or (item.name if item is not None else "")
        written = now.event.text("arguments") or ""
        problem = _problem(written, self._names(now, name))
        if problem:
            found = self.found(now.seq, name=name or "?", problem=problem)
            self._wrong.setdefault(now.event.response_id or "", []).append(found)

    def _names(self, now: Sight, name: str) -> tuple[str, ...]:
        response = now.state.responses.get(now.event.response_id or "")
        own = self._own.get(response.request_seq or 0) if response is not None else None
        return (self._required if own is None else own).get(name, ())

    def _done(self, now: Sight) -> Iterator[Finding]:
        response = now.state.responses.get(now.event.response_id or "")
        found = self._wrong.pop(now.event.response_id or "", [])
        if response is not None:
            self._own.pop(response.request_seq or 0, None)
            if response.status == "completed":
                yield from found


def _problem(written: str, required: tuple[str, ...]) -> str:
    """What cannot be read, or the names that are missing; empty if nothing is wrong."""
    if not written.strip() and not required:
        return ""  # some servers send nothing where nothing is to be said
    arguments = parse_object(written)
    if arguments is None:
        # Cleaned before it is cut: of half a key nobody can tell what it is.
        return Redactor().text(written[:_READ])[:_SHOWN] or '""'
    return ", ".join(name for name in required if name not in arguments)


def _required_of(tools: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    result: dict[str, tuple[str, ...]] = {}
    for tool in map(mapping, tools):
        required = mapping(tool.get("parameters")).get("required")
        if isinstance(required, list):
            names = tuple(name for name in required if isinstance(name, str))
            result[str(tool.get("name"))] = names
    return result
