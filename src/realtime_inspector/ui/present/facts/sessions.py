"""What is told about the session: what was asked for, what changed, and what was not accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.json_diff import Kind, diff
from realtime_inspector.core.events.misc import short_number
from realtime_inspector.core.events.session import modalities, tool_names
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.facts.telling import path_words, value_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.analysis.json_diff import Change, Path
    from realtime_inspector.ui.present.facts.telling import Telling

_MOST_CHANGES: Final = 12
_MOST_NAMED: Final = 8
_LEVELS_NAMED: Final = 3
"""Fields are named down to `audio.input.turn_detection`."""
_MOST_VALUES: Final = 20_000
_MOST_LEVELS: Final = 12
_LOW: Final = 0.1
"""A smaller share of a limit than this is worth a warning."""
_SENTENCES: Final = {
    Kind.ADDED: "changed_new",
    Kind.REMOVED: "changed_gone",
    Kind.CHANGED: "changed",
}


def tell_created(telling: Telling) -> None:
    """The session as it begins."""
    session = telling.event.mapping("session")
    tools = tool_names(session)
    words = [str(session.get("model") or ""), modalities(session), ", ".join(tools[:8])]
    if any(words):
        telling.say("session", words=" · ".join(word for word in words if word))
    expires_s, time_ns = telling.event.integer("session", "expires_at"), telling.row.time_ns
    if expires_s is not None and time_ns is not None and expires_s * 1e9 > time_ns:
        telling.say("expires", span=numbers.span(expires_s * 1e3 - time_ns / 1e6))


def tell_update(telling: Telling) -> None:
    """What it asks for."""
    leaves = _leaves(telling.event.mapping("session"))
    fields = list(dict.fromkeys(path_words(path[:_LEVELS_NAMED]) for path, _ in leaves))
    if fields:
        more = f" … (+{len(fields) - _MOST_NAMED})" if len(fields) > _MOST_NAMED else ""
        telling.say("asked", fields=", ".join(fields[:_MOST_NAMED]) + more)
    else:
        telling.say("asked_nothing")


def tell_updated(telling: Telling) -> None:
    """What changed against before, and what was asked for in vain."""
    session = telling.event.mapping("session")
    if telling.before is not None and telling.before.session.effective:
        before = dict(telling.before.session.effective)
        changes = diff(before, dict(session), most_values=_MOST_VALUES).changes
        _tell_changes(telling, changes)
    asked = telling.store.relations(telling.seq).cause.seq
    if asked is not None:
        _tell_acceptance(telling, asked, session)


def _tell_changes(telling: Telling, changes: tuple[Change, ...]) -> None:
    if not changes:
        telling.say("changed_nothing")
    for change in changes[:_MOST_CHANGES]:
        telling.say(
            _SENTENCES[change.kind],
            path=path_words(change.path),
            old=value_words(change.old),
            new=value_words(change.new),
        )
    if len(changes) > _MOST_CHANGES:
        telling.say("changed_more", count=f"{len(changes) - _MOST_CHANGES:,}")


def _tell_acceptance(telling: Telling, asked: int, session: Mapping[str, Any]) -> None:
    """Compares the fields that were asked for, one by one, with those of the answer."""
    is_all = True
    for path, wanted in _leaves(telling.store.event(asked).mapping("session")):
        is_told, is_now = _at(session, path)
        if is_told and is_now == wanted:
            continue
        is_all = False
        name = "not_told"
        if is_told:
            name = "not_accepted" if wanted or wanted is False else "reset"
        telling.say(
            name, asked, path=path_words(path), old=value_words(wanted), new=value_words(is_now)
        )
    if is_all:
        telling.say("all_accepted", asked)


def tell_limits(telling: Telling) -> None:
    """How much of each limit is left."""
    event = telling.event
    for index in range(min(8, len(event.sequence("rate_limits")))):
        limit = event.number("rate_limits", index, "limit") or 0
        remaining = event.number("rate_limits", index, "remaining") or 0
        reset_s = event.number("rate_limits", index, "reset_seconds") or 0
        telling.say(
            "limit_low" if limit and remaining / limit < _LOW else "limit",
            name=event.text("rate_limits", index, "name") or "?",
            remaining=short_number(remaining),
            limit=short_number(limit),
            span=numbers.span(reset_s * 1000),
        )


def _leaves(value: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """The fields of an object that hold no object themselves; arrays count as one value."""
    for key, one in value.items():
        if isinstance(one, dict) and one and len(path) < _MOST_LEVELS:
            yield from _leaves(one, (*path, key))
        else:
            yield (*path, key), one


def _at(value: Any, path: Path) -> tuple[bool, Any]:
    """Whether there is a value at a path, and which."""
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False, None
        value = value[step]
    return True, value
