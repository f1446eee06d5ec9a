"""Sessions for the rules about conversation items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.support.events import user_message
from tests.support.script import Script, beginning
from tests.unit.analysis.lint.cases.case import Case

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREATE: Final = "conversation.item.create"
_DELETE: Final = "conversation.item.delete"
_UUID: Final = "0b3c2f52-6f3a-4a47-8f0e-7d3c1f0e9a55"


def _said(role: str, *parts: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"id": "item_1", "type": "message", "role": role, "content": list(parts)}


def _create(item: Mapping[str, Any], script: Script | None = None) -> Script:
    """The client's half alone; its answer is the case's business."""
    return (script or beginning()).sent(_CREATE, item=item)


def _added(item: Mapping[str, Any], script: Script) -> Script:
    return script.received("conversation.item.added", item=item, previous_item_id=None)


def _deleted(script: Script, item_id: str = "item_user") -> Script:
    script.sent(_DELETE, item_id=item_id)
    return script.received("conversation.item.deleted", item_id=item_id)


def _in_beta(script: Script) -> Script:
    return script.received("session.created", session={"modalities": ["text"]})


_OUTPUT: Final = {"id": "item_1", "type": "function_call_output", "call_id": "call_1"}
_WRONG_TYPE: Final = "Invalid value: 'text'. Value must be 'output_text'."
_TEXT: Final = {"type": "text", "text": "Hi"}
_OUTPUT_TEXT: Final = {"type": "output_text", "text": "Hi"}

_RT100: Final = (
    Case(
        "RT100",
        "nobody has seen it",
        lambda: (
            beginning()
            .sent(_DELETE, item_id="resp_1")
            .error(
                "item_delete_invalid_item_id",
                "Error deleting item: the item with id 'resp_1' does not exist.",
            )
        ),
        looked_at=_DELETE,
    ),
    Case(
        "RT100",
        "deleted twice, and the server is silent",
        lambda: _deleted(beginning().user()).sent(_DELETE, item_id="item_user").close(),
        looked_at=_DELETE,
    ),
    Case(
        "RT100",
        "refused in a log of the server alone",
        lambda: beginning().error(
            "item_truncate_invalid_item_id", "Item with item_id not found: item_9"
        ),
        looked_at="error",
    ),
    Case("RT100", "it is there", lambda: _deleted(beginning().user()).close(), False),
    Case(
        "RT100",
        "the log begins in the middle, where items may be older than it",
        lambda: (
            Script()
            .received("rate_limits.updated", rate_limits=[])
            .sent("conversation.item.retrieve", item_id="item_0")
            .close()
        ),
        False,
    ),
)
_RT101: Final = (
    Case(
        "RT101",
        "after an item that is not there",
        lambda: (
            beginning()
            .sent(_CREATE, item=user_message("Hi"), previous_item_id="item_9")
            .error("invalid_value", "No item 'item_9'.", param="previous_item_id")
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT101",
        "after an item that was deleted",
        lambda: (
            _deleted(beginning().user())
            .sent(_CREATE, item=user_message("Hi"), previous_item_id="item_user")
            .close()
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT101",
        "refused in a log of the server alone",
        lambda: beginning().error("invalid_value", "No.", param="previous_item_id"),
        looked_at="error",
    ),
    Case(
        "RT101",
        "at the beginning",
        lambda: beginning().sent(_CREATE, item=user_message("Hi"), previous_item_id="root").close(),
        False,
    ),
    Case(
        "RT101",
        "after an item that is on its way",
        lambda: (
            beginning()
            .sent(_CREATE, item=user_message("Hi", "item_1"))
            .sent(_CREATE, item=user_message("Hi", "item_2"), previous_item_id="item_1")
            .close()
        ),
        False,
    ),
)
_RT102: Final = (
    Case(
        "RT102",
        "a UUID with its dashes",
        lambda: _create(user_message("Hi", _UUID)).error(
            "string_above_max_length",
            "Invalid 'item.id': string too long. Expected a string with maximum length 32.",
            param="item.id",
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT102",
        "in a log of the client alone",
        lambda: _create(user_message("Hi", _UUID), Script()),
        looked_at=_CREATE,
    ),
    Case(
        "RT102",
        "refused in a log of the server alone",
        lambda: beginning().error(None, "Invalid 'item.id': string too long.", param="item.id"),
        looked_at="error",
    ),
    Case(
        "RT102",
        "a UUID without its dashes",
        lambda: beginning().user(item_id=_UUID.replace("-", "")).close(),
        False,
    ),
    Case(
        "RT102",
        "a server that uses UUIDs itself",
        lambda: _create(user_message("Hi", _UUID)).close(),
        False,
        provider="xai",
    ),
)
_RT103: Final = (
    Case(
        "RT103",
        "one id, used again",
        lambda: beginning().user("One").user("Two"),
        looked_at=_CREATE,
    ),
    Case("RT103", "an id each", lambda: beginning().user().user("Two", "item_2"), False),
    Case(
        "RT103",
        "the first one was deleted",
        lambda: _deleted(beginning().user()).user("Again"),
        False,
    ),
    Case(
        "RT103",
        "the first one was refused",
        lambda: (
            _create(user_message("Hi", "item_1"))
            .error("invalid_value", param="item.content[0].type")
            .user("Hi", "item_1")
        ),
        False,
    ),
    Case(
        "RT103",
        "the same history in the next session",
        lambda: beginning().user().received("session.created", session={}).user(),
        False,
    ),
)
_RT104: Final = (
    Case(
        "RT104",
        "the model's text as in the beta",
        lambda: _create(_said("assistant", _TEXT)).error(
            "invalid_value", _WRONG_TYPE, param="item.content[0].type"
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT104",
        "several items are on their way, and the refusal names none",
        lambda: (
            _create(_said("user", _TEXT))
            .sent(_CREATE, item=user_message("Hi", "item_2"))
            .error("invalid_value", _WRONG_TYPE, param="item.content[0].type")
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT104",
        "audio as the model's",
        lambda: _create(_said("assistant", {"type": "output_audio", "audio": "AAAA"})).close(),
        looked_at=_CREATE,
    ),
    Case(
        "RT104",
        "a text that is missing",
        lambda: _create(_said("user", {"type": "input_text"})).error(
            "missing_required_parameter",
            "Missing required parameter: 'item.content[0].text'.",
            param="item.content[0].text",
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT104",
        "refused in a log of the server alone",
        lambda: beginning().error("invalid_value", _WRONG_TYPE, param="item.content[0].type"),
        looked_at="error",
    ),
    Case(
        "RT104",
        "a history of both",
        lambda: (
            beginning()
            .item(_said("user", {"type": "input_text", "text": "Hi"}))
            .item({**_said("assistant", _OUTPUT_TEXT), "id": "item_2"})
            .close()
        ),
        False,
    ),
    Case(
        "RT104",
        "the model's text on a server of the beta shape",
        lambda: _create(_said("assistant", _TEXT), _in_beta(Script().open())).close(),
        False,
    ),
    Case(
        "RT104",
        "a server that takes it all the same",
        lambda: _added(_said("assistant", _TEXT), _create(_said("assistant", _TEXT))).close(),
        False,
        provider="other",
    ),
)
_RT105: Final = (
    Case(
        "RT105",
        "an object",
        lambda: _create({**_OUTPUT, "output": {"celsius": 21}}).error(
            "invalid_type", "Expected a string.", param="item.output"
        ),
        looked_at=_CREATE,
    ),
    Case(
        "RT105",
        "nothing, in a log of the client alone",
        lambda: _create(_OUTPUT, Script()),
        looked_at=_CREATE,
    ),
    Case(
        "RT105",
        "refused in a log of the server alone",
        lambda: beginning().error("invalid_type", param="item.output"),
        looked_at="error",
    ),
    Case(
        "RT105",
        "JSON as text",
        lambda: beginning().begins().call().done().output("call_1", '{"celsius": 21}').close(),
        False,
    ),
)
_RT106: Final = (
    Case(
        "RT106",
        "a system message goes in before what was said last",
        lambda: (
            beginning()
            .user(item_id="item_1")
            .item(user_message("Two", "item_2"), "item_1")
            .received(
                "conversation.item.added",
                item=user_message("Three", "item_3"),
                previous_item_id="item_1",
            )
        ),
        looked_at="conversation.item.added",
    ),
    Case(
        "RT106",
        "one after the other, and a null in `done`",
        lambda: beginning().user().begins().speech().done().user("And?", "item_2"),
        False,
    ),
    Case(
        "RT106",
        "the client itself put it there",
        lambda: (
            beginning()
            .user(item_id="item_1")
            .item(user_message("Three", "item_3"), "item_1")
            .sent(_CREATE, item=user_message("Two", "item_2"), previous_item_id="item_1")
            .received(
                "conversation.item.added",
                item=user_message("Two", "item_2"),
                previous_item_id="item_1",
            )
        ),
        False,
    ),
    Case(
        "RT106",
        "what stood between was deleted",
        lambda: _deleted(
            beginning().user(item_id="item_1").item(user_message("Two", "item_user"), "item_1")
        ).item(user_message("Three", "item_3"), "item_1"),
        False,
    ),
)
CASES: Final[tuple[Case, ...]] = (
    *_RT100,
    *_RT101,
    *_RT102,
    *_RT103,
    *_RT104,
    *_RT105,
    *_RT106,
)
