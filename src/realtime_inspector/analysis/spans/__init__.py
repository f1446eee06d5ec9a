"""A capture as a tree of spans: sessions, turns in them, and in these responses and tool calls.

Times are those at which the inspector saw the events. What has no time is left out, since a span
cannot be without; what did not end in the capture ends with the last that is known of it.

- A turn begins with what the user says, or with a response that nobody asked for in words, and
  holds all responses up to the next thing that the user says.
- A response begins with its `response.create`, else with `response.created`.
- A call of a function begins when its arguments are complete and ends with its result, one of a
  tool on an MCP server lasts from its first event to its last.

Names of attributes are those of the GenAI conventions of OpenTelemetry where these have one; those
for realtime sessions are a draft (INTERCHANGE.md §5). What was said is in none of them.
"""

from realtime_inspector.analysis.spans.model import Attribute, Role, Span, SpanEvent, SpanKind
from realtime_inspector.analysis.spans.sessions import session_spans
from realtime_inspector.analysis.spans.usage import usage_attributes

__all__ = [
    "Attribute",
    "Role",
    "Span",
    "SpanEvent",
    "SpanKind",
    "session_spans",
    "usage_attributes",
]
