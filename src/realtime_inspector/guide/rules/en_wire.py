"""The rules about the wire and the connection, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT120": RuleText(
        title="A frame is no event",
        message="A frame of the client cannot be read as an event ({problem}).",
        why=(
            "Each text frame must be one whole JSON object with a type. Two objects in one "
            "frame, half an object, or text beside it are refused; the session goes on."
        ),
        fix="Send what your JSON library writes of one object, as one text frame.",
    ),
    "RT121": RuleText(
        title="The server does not know the event",
        message="{kind} is not an event that a client can send.",
        why=(
            "The type is misspelt, belongs to another API, or is one of the server's own. A "
            "heartbeat of the app's own making, such as ping, is refused each time: WebSockets "
            "have pings of their own, and your library answers them."
        ),
        fix=(
            "Look the type up with the command events, or leave the event out. The server's "
            "error lists the types that it takes."
        ),
    ),
    "RT122": RuleText(
        title="A field is unknown or missing",
        message="The server refused the event because of {param} ({code}).",
        why=(
            "A field that does not exist, or one that must be there, makes the server refuse the "
            "whole event. Of a session.update nothing is applied then."
        ),
        fix="Correct the field that is named, and send the whole event again.",
    ),
    "RT123": RuleText(
        title="An error cannot be matched to an event",
        message="The error names no event, because the client's events carry no event_id.",
        why=(
            "An error repeats the event_id of the event it is about. Without one you must guess "
            "which of several events was refused, and answers need not come in order."
        ),
        fix=(
            "Give every event that you send an event_id of your own. Even then a few errors name "
            "none, such as those about responses that the server began by itself."
        ),
    ),
    "RT124": RuleText(
        title="Sent before the session existed",
        message="The client sent {kind} before session.created.",
        why=(
            "The connection is upgraded even with a wrong key or model; the error and the close "
            "come afterwards. What was sent until then is lost without an answer."
        ),
        fix="Wait for session.created before you send the first event.",
    ),
    "RT125": RuleText(
        title="The server does not let the client in",
        message="The server ended the connection before there was a session: {reason}.",
        why=(
            "3000 or invalid_api_key is about the key; 4000 is about what was asked for: a model "
            "that is missing or unknown, or an intent that does not exist. The upgrade succeeds "
            "all the same, so that an app may believe it is connected."
        ),
        fix=(
            "Check the key, the project it belongs to, and the model in the address. Do not "
            "connect again before something has changed."
        ),
    ),
    "RT126": RuleText(
        title="The client connects again and again",
        message="{count} connections within {seconds} seconds ended before the session began.",
        why=(
            "A client that takes the upgrade for success starts its waiting time anew each time, "
            "and never waits. It may be locked out for too many attempts."
        ),
        fix=(
            "Wait longer after each failure, and count an attempt as successful only at "
            "session.created. After an error about the key or the model, do not try again."
        ),
    ),
    "RT127": RuleText(
        title="The session reaches its maximum duration",
        message="The session lasts {minutes} minutes at most, and its end is near or has come.",
        why=(
            "The server closes it then, and a session cannot be resumed: what was said in it is "
            "gone for the model."
        ),
        fix=(
            "Before session.expires_at open a new session, and seed it with a summary of the "
            "conversation or with its last items."
        ),
    ),
    "RT128": RuleText(
        title="The client gave up waiting for a pong",
        message="The client closed with 1011, as a ping was not answered in time.",
        why=(
            "Mostly the server did answer, and the app had no time to read it: a tool, a file or "
            "sound was worked on in the event loop. A ping timeout of a few seconds does it too."
        ),
        fix=(
            "Do what blocks in a thread or process of its own, and allow at least 20 seconds for "
            "the answer to a ping."
        ),
    ),
    "RT129": RuleText(
        title="There is a secret in this log",
        message="The log holds a key or a token in {where}; it is not shown here.",
        why=(
            "Keys stand in addresses, in subprotocols, and in the credentials of MCP tools. "
            "Whoever gets the file can use them."
        ),
        fix=(
            "Revoke the key if the file has left your machine. Export the capture with this "
            "program, which takes secrets out, and share that file."
        ),
    ),
    "RT130": RuleText(
        title="A web page uses a key that does not expire",
        message="A page of {origin} connected with a key that begins with sk-.",
        why=(
            "Everybody who opens the page can read the key and use it, at your cost. A client "
            "secret (ek_) is short-lived; that limits when a connection can be opened, not how "
            "long the session may last."
        ),
        fix=(
            "Let your server get a client secret from POST /v1/realtime/client_secrets, and give "
            "the page that. Revoke the key."
        ),
    ),
    "RT131": RuleText(
        title="What was refused is sent again, unchanged",
        message="The same {kind} was refused, and sent again {count} times.",
        why=(
            "The server refuses the same thing for the same reason. An app that does not look at "
            "errors repeats it, and takes the silence for a slow server."
        ),
        fix=(
            "Read the message of the error, change the event, and give up after the second "
            "refusal. Of what is refused because a response is active, wait for response.done."
        ),
    ),
    "RT132": RuleText(
        title="An event that we do not know",
        message="The server sent {kind}, which this version does not know.",
        why=(
            "The API grows, and other servers add events. It is kept, counted and shown like all "
            "others, but nothing is concluded from it. Your app should ignore such events too."
        ),
        fix="See whether there is a newer version of this program.",
    ),
}
