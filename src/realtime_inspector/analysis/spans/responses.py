"""Spans of responses and of the tools that they call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.spans.model import (
    Role,
    Span,
    SpanEvent,
    SpanKind,
    known,
    string,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.state import Item, Response, Session

INTERRUPTED: Final = "realtime_inspector.interrupted"
TOOL_KINDS: Final = {"function_call": "function", "mcp_call": "extension"}
"""Types of items that are calls of tools, and what OpenTelemetry calls such a tool."""
_LOST: Final = "The connection ended first."


def response_span(
    response: Response, session: Session, usage: Mapping[str, int] | None
) -> Span | None:
    """The span of a response; `None` without a time.

    Args:
        response: The response.
        session: Whose it is.
        usage: Its tokens as attributes; without them those that the state knows.
    """
    start_ns = response.created_ns if response.request_ns is None else response.request_ns
    if start_ns is None:
        return None
    model = string(session.effective.get("model"))
    ends_ns = (response.done_ns, response.last_delta_ns)
    span = Span(
        Role.RESPONSE,
        f"realtime_inference {model}".rstrip(),
        f"response {response.id}",
        start_ns,
        next((ns for ns in ends_ns if ns is not None), start_ns),
        SpanKind.CLIENT,
        _attributes(response, session) | dict(_totals(response) if usage is None else usage),
        error=_error(response),
    )
    if response.first_token_ns is not None:
        span.events.append(SpanEvent("realtime_inspector.first_delta", response.first_token_ns))
    return span


def tool_span(call: Item, result: Item | None, end_ns: int) -> Span | None:
    """The span of a call; without a result it has no length, without a time it is `None`.

    Args:
        call: The item of the call.
        result: Of a function, the item of its result, if there is one.
        end_ns: When its response ended: a server's own tool was done by then.
    """
    start_ns = call.first_ns if call.type == "mcp_call" or call.done_ns is None else call.done_ns
    if start_ns is None:
        return None
    if call.type == "mcp_call":
        end_ns = end_ns if call.done_ns is None else call.done_ns
    else:
        end_ns = start_ns if result is None or result.first_ns is None else result.first_ns
    attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": call.name,
        "gen_ai.tool.call.id": call.call_id,
        "gen_ai.tool.type": TOOL_KINDS[call.type],
        "realtime_inspector.tool.has_result": result is not None or bool(call.output),
    }
    name = f"execute_tool {call.name}".rstrip()
    key, error = f"tool {call.key}", call.error or None
    return Span(Role.TOOL, name, key, start_ns, end_ns, attributes=known(attributes), error=error)


def _attributes(response: Response, session: Session) -> dict[str, Any]:
    effective = session.effective
    limit = effective.get("max_output_tokens", effective.get("max_response_output_tokens"))
    return known(
        {
            "gen_ai.operation.name": "realtime_inference",
            "gen_ai.realtime_session.id": session.id,
            "gen_ai.request.model": string(effective.get("model")),
            "gen_ai.response.id": response.id,
            "gen_ai.request.max_tokens": limit if type(limit) is int else None,
            "gen_ai.output.type": _output_type(effective),
            "gen_ai.response.finish_reasons": _finish_reasons(response),
            "error.type": _error_type(response),
            "realtime_inspector.response.status": response.status,
            "realtime_inspector.time_to_first_delta_ms": response.first_token_ms,
            "realtime_inspector.out_of_band": response.is_out_of_band or None,
            INTERRUPTED: response.reason == "turn_detected" or None,
        }
    )


def _totals(response: Response) -> dict[str, int]:
    usage = response.usage
    if usage is None:
        return {}
    return {"gen_ai.usage.input_tokens": usage.input, "gen_ai.usage.output_tokens": usage.output}


def _output_type(session: Mapping[str, Any]) -> str:
    """OpenTelemetry's word for the modality."""
    value = session.get("output_modalities", session.get("modalities"))
    if not isinstance(value, list):
        return ""
    return "speech" if "audio" in value else "text"


def _finish_reasons(response: Response) -> tuple[str, ...]:
    if response.is_active:
        return ()
    return ("error" if response.status == "failed" else response.reason or response.status,)


def _error_type(response: Response) -> str:
    if response.status == "lost":
        return "connection_lost"
    return (response.error_code or "_OTHER") if response.status == "failed" else ""


def _error(response: Response) -> str | None:
    if response.status == "lost":
        return _LOST
    return (response.error_message or response.error_code) if response.status == "failed" else None
