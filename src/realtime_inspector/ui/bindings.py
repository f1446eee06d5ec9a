"""Turns actions into Textual bindings, and checks keymaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from realtime_inspector.actions import ACTIONS, actions_of
from realtime_inspector.core.errors import UsageError
from realtime_inspector.guide.interface import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.actions import Scope
    from realtime_inspector.guide.model import Language


def bindings_of(scope: Scope, lang: Language = "en") -> list[BindingType]:
    """Bindings of one scope, each with the action's id so that a keymap can change it."""
    return [
        Binding(
            action.keys,
            action.method,
            words(action.title, lang),
            show=action.is_in_footer,
            tooltip=words(action.help, lang),
            priority=action.is_priority,
            id=action.id,
        )
        for action in actions_of(scope)
    ]


def check_keymap(keymap: Mapping[str, str]) -> None:
    """Checks a user's keymap; Textual itself ignores what it does not know.

    Raises:
        UsageError: An id that does not exist, or a key given to two actions.
    """
    known = {action.id: action for action in ACTIONS}
    taken: dict[str, str] = {}
    for action_id in keymap:
        if action_id not in known:
            raise UsageError(f"keymap: there is no action {action_id!r}.", hint=", ".join(known))
    for action_id, action in known.items():
        for key in keymap.get(action_id, action.keys).split(","):
            other = taken.setdefault(key.strip(), action_id)
            if other != action_id and known[other].scope == action.scope:
                raise UsageError(f"keymap: {key.strip()!r} is given to {other} and to {action_id}.")
