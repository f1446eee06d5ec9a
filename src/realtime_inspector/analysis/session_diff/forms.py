"""Items and responses as they are compared: without ids and times, in plain JSON values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.state import ContentPart, Item, Response
    from realtime_inspector.core.usage import Usage

Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ItemForm:
    """A conversation item."""

    form: Form
    id: str = ""
    call_id: str = ""
    audio_bytes: int = 0
    is_cut: bool = False
    """Whether it was truncated: how far it was heard is a matter of time."""

    @property
    def likeness(self) -> tuple[object, ...]:
        """What an item has in common with its counterpart."""
        return self.form.get("type"), self.form.get("role"), self.form.get("name")

    @property
    def text(self) -> str:
        """What it says, to recognise it by."""
        parts = self.form.get("content", ())
        said = "".join(part.get("text", "") for part in parts)
        return said or str(self.form.get("output", "")) or str(self.form.get("arguments", ""))


@dataclass(frozen=True, slots=True)
class ResponseForm:
    """A response without its items."""

    form: Form
    usage: Mapping[str, Any]
    first_token_ms: float | None = None
    duration_ms: float | None = None

    @property
    def is_cut(self) -> bool:
        """Whether it was interrupted; other ends before the end do not depend on time."""
        return self.form.get("status") == "cancelled"


def item_form(item: Item) -> ItemForm:
    """An item as it is compared."""
    fields = {
        "type": item.type,
        "role": item.role,
        "status": item.status,
        "phase": item.phase,
        "name": item.name,
        "arguments": _parsed(item.arguments),
        "output": _parsed(item.output),
        "error": item.error,
        "deleted": item.is_deleted,
        "truncated": item.truncated_ms is not None,
        "content": [_part_form(part) for part in item.parts],
    }
    return ItemForm(
        form=_without_empty(fields),
        id=item.id,
        call_id=item.call_id,
        audio_bytes=item.audio_bytes,
        is_cut=item.truncated_ms is not None,
    )


def response_form(response: Response, usage: Mapping[str, Any] | None) -> ResponseForm:
    """A response as it is compared.

    Args:
        response: The response.
        usage: Its `usage` object as received; `None` if it had none.
    """
    fields = {
        "status": response.status,
        "reason": response.reason,
        "error": response.error_code or response.error_message,
        "out_of_band": response.is_out_of_band,
    }
    return ResponseForm(
        form=_without_empty(fields),
        usage=usage if usage is not None else _usage_form(response.usage),
        first_token_ms=response.first_token_ms,
        duration_ms=response.duration_ms,
    )


def _part_form(part: ContentPart) -> Form:
    # `text` while it is written, `output_text` when it is done (observed.md §3): the same thing.
    kind = part.kind.removeprefix("input_").removeprefix("output_")
    return _without_empty({"type": kind, "text": part.text})


def _usage_form(usage: Usage | None) -> Form:
    if usage is None:
        return {}
    return {"input_tokens": usage.input, "output_tokens": usage.output, "total_tokens": usage.total}


def _parsed(text: str) -> Any:
    """JSON in a string as a value, so that its spelling does not matter; other text as it is."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, dict | list) else text


def _without_empty(fields: Mapping[str, Any]) -> Form:
    return {name: value for name, value in fields.items() if value not in ("", False, [], None)}
