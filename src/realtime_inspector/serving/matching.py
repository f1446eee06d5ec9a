"""What a client sends against what was recorded: which recorded event it is, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.json_diff import Change, diff
from realtime_inspector.core.filter_spelling import step_text
from realtime_inspector.core.id_map import IdKind, IdMap, id_pairs
from realtime_inspector.core.redact import REPLACEMENT
from realtime_inspector.serving.script import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from realtime_inspector.serving.script import Command


class Match(StrEnum):
    """How closely a client is held to the recording."""

    STRICT = "strict"
    """Every field of every event counts, but those that differ in any two sessions."""
    LENIENT = "lenient"
    """Types count, and those of optional events do not."""


OPTIONAL: Final = frozenset(
    {
        "session.update",
        "transcription_session.update",
        "input_audio_buffer.clear",
        "output_audio_buffer.clear",
        "conversation.item.retrieve",
        "conversation.item.truncate",
        "response.cancel",
    }
)
"""Types that lenient matching lets a client leave out or add: they configure, or depend on when the
user interrupts."""
_TRIGGERS: Final = frozenset({"response.create", "input_audio_buffer.commit"})
"""Types that make the server speak. A client that leaves one out is not ahead, it is elsewhere."""
_FARTHEST: Final = 100
"""Commands that are looked at for one that a client sends."""
_NEVER_COMPARED: Final = frozenset({"event_id", "client_timestamp", "audio_end_ms"})
"""Members that differ in any two sessions: ids of the client's own, times, and how much of an
answer had been heard."""
_AUDIO: Final = "audio"
_ITEM_CREATE: Final = "conversation.item.create"


@dataclass(frozen=True, slots=True)
class Found:
    """The recorded event that a sent one is taken for."""

    at: int
    """Place among the commands."""
    changes: tuple[Change, ...] = ()
    """What differs; nothing, where fields do not count."""


class Matcher:
    """Compares with the commands of one script and learns the ids of the client."""

    def __init__(
        self, commands: Sequence[Command], match: Match, *, ignore: Iterable[str] = ()
    ) -> None:
        """Prepare.

        Args:
            commands: What the recorded client sent.
            match: How closely to compare.
            ignore: Paths that do not count, with all below them, such as `.session.instructions`.
        """
        self._commands = commands
        self._match = match
        self._ignore = tuple(each if each.startswith((".", "[")) else f".{each}" for each in ignore)
        self.ids = IdMap()
        """From recorded ids to those that stand for them now."""

    def find(self, event: Mapping[str, Any], start: int) -> Found | None:
        """The recorded event that a sent one is, at a place or behind it; `None`: there is none.

        The next one of the type is meant, unless one that can be reached is equal to it. Whoever
        takes it learns its ids with `learn`.
        """
        first: Found | None = None
        for at in range(start, min(len(self._commands), start + _FARTHEST)):
            command = self._commands[at]
            if command.type == type_of(event):
                found = Found(at, self._changes(command, event))
                if not found.changes:
                    return found
                first = first or found
            if command.type in _TRIGGERS:
                break
        return first

    def equal_among(self, commands: Iterable[Command], event: Mapping[str, Any]) -> Command | None:
        """The first of some commands that a sent event does not differ from."""
        kind = type_of(event)
        return next(
            (one for one in commands if one.type == kind and not self._changes(one, event)), None
        )

    def learn(self, command: Command, event: Mapping[str, Any]) -> None:
        """Takes an event for a recorded one: the ids that the client made are known from now on."""
        _learn(self.ids, command, event)

    def _changes(self, command: Command, event: Mapping[str, Any]) -> tuple[Change, ...]:
        if self._match is Match.LENIENT:
            return ()
        recorded, sent = self._comparable(command, event)
        return tuple(change for change in diff(recorded, sent).changes if self._counts(change))

    def _comparable(
        self, command: Command, event: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Both events as far as they must be equal, with the ids of the recording."""
        pairs = {(pair.kind, pair.old): pair.new for pair in id_pairs(command.event, event)}
        own = {key: new for key, new in pairs.items() if key in command.own_ids}
        recorded = _plain(command.event)
        sent = _plain(_restored(self.ids, own, event))
        if command.type == _ITEM_CREATE and isinstance(recorded.get("item"), dict):
            _forget_unpaired_id(recorded["item"], sent.get("item"))
        return recorded, sent

    def _counts(self, change: Change) -> bool:
        if change.old == REPLACEMENT:
            return False
        path = path_text(change.path)
        return not any(
            path == each or path.startswith((f"{each}.", f"{each}[")) for each in self._ignore
        )


def is_optional(command: Command) -> bool:
    """Whether lenient matching does without it."""
    return command.type in OPTIONAL


def path_text(path: Sequence[str | int]) -> str:
    """A path as filters write it, such as `.item.content[0].text`."""
    return "".join(step_text(step) for step in path)


def _learn(ids: IdMap, command: Command, event: Mapping[str, Any]) -> None:
    for pair in id_pairs(command.event, event):
        if (pair.kind, pair.old) in command.own_ids:
            ids.pair(pair.kind, pair.old, pair.new)
    item = event.get("item")
    own_id = item.get("id") if isinstance(item, dict) else None
    if command.made_id and isinstance(own_id, str) and own_id:
        ids.pair(IdKind.ITEM, command.made_id, own_id)


def _restored(
    ids: IdMap, own: Mapping[tuple[IdKind, str], str], event: Mapping[str, Any]
) -> dict[str, Any]:
    """A sent event with the ids of the recording, as if those that the client made were known."""
    trial = IdMap()
    for (kind, old), new in own.items():
        if ids.new_of(kind, old) in (None, new) and ids.old_of(kind, new) in (None, old):
            trial.pair(kind, old, new)
    return trial.restore(ids.restore(event))


def _forget_unpaired_id(recorded: dict[str, Any], sent: Any) -> None:
    """Whether a client names its items is its own affair."""
    if isinstance(sent, dict) and not (recorded.get("id") and sent.get("id")):
        recorded.pop("id", None)
        sent.pop("id", None)


def _plain(event: Mapping[str, Any]) -> dict[str, Any]:
    """An event without what differs in any two sessions."""
    kept = {key: value for key, value in event.items() if key not in _NEVER_COMPARED}
    return {key: _without_audio(key, value) for key, value in kept.items()}


def _without_audio(key: str, value: Any) -> Any:
    """A value in which every piece of audio is the same."""
    if key == _AUDIO and (
        isinstance(value, str) or (isinstance(value, dict) and "$audio" in value)
    ):
        return ""
    if isinstance(value, dict):
        return {name: _without_audio(name, inner) for name, inner in value.items()}
    return [_without_audio("", inner) for inner in value] if isinstance(value, list) else value
