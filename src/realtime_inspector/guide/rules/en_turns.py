"""The rules about turn taking and tools, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT003": RuleText(
        title="A response was asked for while another one is active",
        message="The response.create was refused, because {response} was still active.",
        why=(
            "The default conversation has room for one response at a time. A request that comes "
            "too early is dropped; the server does not keep it for later."
        ),
        fix=(
            "Wait for response.done before you send the next response.create, or send "
            'response.cancel first. A response with "conversation": "none" may run beside it.'
        ),
    ),
}
