"""The rules about conversation items, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT100": RuleText(
        title="An item does not exist",
        message="{request} names {item}, and the conversation has no such item.",
        why=(
            "The id was never there, belongs to another session, or is that of an item that was "
            "deleted before: deleting twice is an error. An id of a response or a call is no id "
            "of an item either."
        ),
        fix=(
            "Take item ids from conversation.item.added, and forget them at "
            "conversation.item.deleted and at the end of the session."
        ),
    ),
    "RT101": RuleText(
        title="An item was to be put after one that does not exist",
        message="previous_item_id is {previous}, and the conversation has no such item.",
        why="The server then refuses the whole item; it is not put at the end instead.",
        fix=(
            "Leave previous_item_id out to add at the end, use root for the beginning, or name "
            "an item that conversation.item.added has told of and nobody has deleted."
        ),
    ),
    "RT102": RuleText(
        title="The id of an item is too long",
        message="The item's id has {length} characters; {most} are allowed.",
        why=(
            "A UUID with its dashes has 36. The item is refused, and all that name it later are "
            "refused too."
        ),
        fix="Remove the dashes of the UUID (32 characters), or let the server choose the id.",
    ),
    "RT103": RuleText(
        title="Two items have one id",
        message="The conversation had an item {item} already.",
        why=(
            "The server takes it and announces an item whose previous_item_id is its own id. "
            "From then on nobody can say which of the two is deleted, truncated or answered."
        ),
        fix="Give each item an id of its own, or leave the id out and read it from the answer.",
    ),
    "RT104": RuleText(
        title="Content that does not fit its role",
        message="{field} is {found}; expected: {expected}.",
        why=(
            "What a user or the system says is input_text, input_audio or input_image; what the "
            "model said is output_text, which the beta called text. A client cannot send audio "
            "as the model's. The message is not added."
        ),
        fix=(
            "Set the type that belongs to the role, with its field: text, audio or image_url. "
            "Seed what the model once said aloud as output_text, with its transcript."
        ),
    ),
    "RT105": RuleText(
        title="The result of a tool is not a string",
        message="The output of a function_call_output is of type {found}; it must be a string.",
        why="The API passes the result on as text, and refuses anything else.",
        fix="Write the result as JSON text, for example with JSON.stringify or json.dumps.",
    ),
    "RT106": RuleText(
        title="The order of arrival is not the order of the conversation",
        message="{item} arrived after {newest}, but stands right after {previous}.",
        why=(
            "Items are announced when they are ready. A conversation shown in the order of "
            "arrival then has questions after their answers."
        ),
        fix="Order the conversation by previous_item_id of conversation.item.added.",
    ),
}
