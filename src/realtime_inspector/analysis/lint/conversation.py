"""What is certain about a conversation from its traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.audio import session_formats

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState, Item


def lacks_item(state: CaptureState, item_id: str) -> bool:
    """Whether the conversation surely has no item with this id.

    A log that begins in the middle, or a call observed from the side, may have items that
    nobody mentioned.
    """
    if state.session.created_seq is None:
        return False
    item = state.item(item_id)
    if item is None or item.session != state.session.number:
        return True
    return item.is_deleted or item.status == "refused"


def audio_ms(state: CaptureState, item: Item) -> float:
    """Length of the output audio of an item that was seen, in milliseconds."""
    return session_formats(state.session.effective)[1].duration_ms(item.audio_bytes)


def speaks_here(state: CaptureState) -> bool:
    """Whether the user's audio goes through this connection, so that the client plays the answers.

    With WebRTC and SIP it does not, and the server cuts what was not played itself.
    """
    return state.input.total_bytes > 0
