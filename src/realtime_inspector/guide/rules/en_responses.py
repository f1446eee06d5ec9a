"""The rules about responses, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT080": RuleText(
        title="A response failed",
        message="{response} failed ({code}): {why}",
        why=(
            "No error event comes with a failed response: the reason stands in status_details of "
            "response.done and nowhere else. An application that handles only error events seems "
            "to hang."
        ),
        fix=(
            "Look at response.status in every response.done. After a server error, wait a moment "
            "and send response.create again; the conversation is still there."
        ),
    ),
    "RT081": RuleText(
        title="A response was cut short",
        message="{response} is incomplete: {reason}.",
        why=(
            "max_output_tokens: the cap was reached in the middle of the answer; audio counts by "
            "its length. content_filter: the filter stopped it. The arguments of a function call "
            "in such a response may break off, and then they are not JSON."
        ),
        fix=(
            'Raise max_output_tokens or set it to "inf", or ask for shorter answers; after a '
            "content filter, word the request differently. Do not run function calls of incomplete "
            "responses."
        ),
    ),
    "RT082": RuleText(
        title="The quota or the rate limit is reached, or nearly",
        message="The limit is reached or near: {what}",
        why=(
            "Each response counts with its whole context against the limit per minute, and a "
            "request above it fails at once. rate_limits.updated tells only about tokens: a limit "
            "of requests per day is not to be seen in advance."
        ),
        fix=(
            "Wait until the limit is reset, as the message says, and try again with growing "
            "pauses. For insufficient_quota, check the billing of the account. A shorter "
            "conversation makes each response count less."
        ),
    ),
    "RT083": RuleText(
        title="The arguments of a call do not fit",
        message="The arguments of {name} are no JSON object, or lack what is required: {problem}",
        why=(
            "The model writes arguments as text; nothing makes it keep to the schema. Code that "
            "takes them for granted stops with an exception, and the call stays without a result."
        ),
        fix=(
            "Check the arguments before you use them. If they do not fit, say in the "
            "function_call_output what is wrong: the model will mostly call again, and better. "
            "Clear descriptions in the schema help."
        ),
    ),
    "RT084": RuleText(
        title="A response is complete, and empty",
        message="{response} is completed, but holds nothing to hear or to read.",
        why=(
            "Clients report it now and then. The user hears nothing, and no event says that "
            "anything went wrong."
        ),
        fix=(
            "Treat it as no answer: send response.create again. Check whether the instructions "
            "tell the model to stay silent."
        ),
    ),
    "RT085": RuleText(
        title="A written answer where sound was asked for",
        message="{response} has text only, after written answers were put into the conversation.",
        why=(
            "The model continues what it finds. If the assistant's answers in the history are all "
            "text, it may answer in text, although the session asks for audio. Older models do it "
            "more often."
        ),
        fix=(
            "Put earlier conversation in as a summary in a system or user message, not as "
            "messages of the assistant."
        ),
    ),
    "RT086": RuleText(
        title="A response began and never ended",
        message="{response} has no response.done.",
        why=(
            "response.done is the only reliable end of a response. Without it the connection was "
            "lost, or the server forgot the response; the conversation stays occupied."
        ),
        fix=(
            "Set a time limit of your own: then send response.cancel, and if nothing comes, "
            "connect anew and seed what was said."
        ),
    ),
    "RT088": RuleText(
        title="Responses beside the conversation that cannot be told apart",
        message="{response} and {other} run at once with the same metadata, or none.",
        why=(
            "Out-of-band responses do not begin in the order in which they were asked for. What "
            "comes back from the request is its metadata, and only that."
        ),
        fix=(
            "Give each of them metadata of its own, such as an id of the task, and read it in "
            "response.created and response.done."
        ),
    ),
    "RT089": RuleText(
        title="The context is nearly full, or was cut",
        message="The input was {tokens} tokens; compare {limit}, the context or the input before.",
        why=(
            "The whole conversation is read again for each response. When it no longer fits, the "
            "server drops the oldest items without an event: the model forgets what was said "
            "first, and the input becomes smaller although nobody deleted anything."
        ),
        fix=(
            "Delete what is not needed any more, or replace old turns by a summary, before the "
            "server does. truncation in the session says how it does it."
        ),
    ),
    "RT090": RuleText(
        title="The cache was lost by a change",
        message="Cached input fell from {before} to {after} after {cause}.",
        why=(
            "Cached input costs a tenth or less, but only as far as the prompt begins as before. "
            "Instructions and tools stand first; a change there, or an old item that is deleted, "
            "makes all that follows new, and the whole context is paid in full once."
        ),
        fix=(
            "Change instructions and tools rarely, and all at once. Put what varies into items at "
            "the end of the conversation, and delete many old items together."
        ),
    ),
}
