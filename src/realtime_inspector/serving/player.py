"""Plays the server's side of one recorded connection to one client. Sans-I/O.

A recorded server event is sent when the client event that preceded it has come and the recorded
time since then, scaled, has passed. A client that is ahead of the recording is not held up, and
none has to append audio in the recorded pieces: what was recorded behind so many bytes of it waits
for as many.

Two things are not waited for without end, because a client may do without them: audio, once a
client that has begun to append it pauses; and, in lenient matching, optional events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.serving.listener import Listener
from realtime_inspector.serving.script import AUDIO_ENDS
from realtime_inspector.simulator.admission import Closing
from realtime_inspector.simulator.faults import Abort

if TYPE_CHECKING:
    from realtime_inspector.serving.manner import Manner
    from realtime_inspector.serving.report import Report
    from realtime_inspector.serving.script import Cue, Script
    from realtime_inspector.simulator.faults import Outgoing


class Player:
    """One client's session with the recording."""

    def __init__(self, script: Script, manner: Manner, now: float) -> None:
        """Begin.

        Args:
            script: The connection to play.
            manner: How to play it.
            now: Seconds since any moment; what is handed in later counts from the same.
        """
        self._manner = manner
        self._client = Listener(script, manner, now)
        self._cues = script.cues
        self._cue_at = 0
        self._due: float | None = None
        """When the next cue is sent; `None` while it waits for the client."""
        self._spoke = now
        """When the last cue was to be sent."""
        self._look_again: float | None = None
        self._is_over = False

    def receive(self, frame: str | bytes, now: float) -> None:
        """Take a client frame."""
        self._client.receive(frame, now)

    def due(self, now: float) -> list[Outgoing]:
        """What to send or do now, in order; nothing comes after a close or a cut."""
        out: list[Outgoing] = []
        if not self._is_over:
            out += self._client.replies
            self._client.replies.clear()
        while not self._is_over and self._is_due(now):
            out.append(self._play())
        return out

    def next_due(self) -> float | None:
        """When `due` should be called next; `None`: not before something arrives."""
        return self._look_again

    def finish(self) -> Report:
        """The client has left, or the server stops: how it went. To be called once."""
        return self._client.finish()

    def _is_due(self, now: float) -> bool:
        """Whether the next cue is to be sent now; else notes when to look again."""
        self._look_again = None
        if self._cue_at >= len(self._cues):
            return False
        cue = self._cues[self._cue_at]
        if self._due is None and self._is_reached(cue, now):
            self._due = self._time_of(cue)
        if self._due is None:
            return False
        self._look_again = self._due
        return self._due <= now

    def _time_of(self, cue: Cue) -> float:
        """When a cue is to be sent for which the client has done its part."""
        since = max(self._client.came[cue.after], self._spoke)
        due = since + self._manner.scaled(cue.lead_s)
        if not cue.appended.events or self._client.heard is None:
            return due
        return max(due, self._client.heard + self._manner.scaled(cue.tail_s))

    def _is_reached(self, cue: Cue, now: float) -> bool:
        """Whether the client has sent what the cue waits for, or it is waited for no more."""
        client = self._client
        if client.done < cue.after and not self._does_without(cue, now):
            return False
        has_all = client.done > cue.after or client.has_appended(cue.appended)
        return has_all or self._does_without_audio(now)

    def _does_without(self, cue: Cue, now: float) -> bool:
        """Passes over optional commands that a client does not seem to send."""
        client = self._client
        commands = client.expected(cue.after)
        if client.heard is None or not client.can_do_without(commands):
            return False
        waited = self._manner.scaled(commands[0].lead_s) + self._manner.quiet_s
        if not self._has_waited(max(client.came[-1], self._spoke) + waited, now):
            return False
        client.pass_over(cue.after, now)
        return True

    def _does_without_audio(self, now: float) -> bool:
        """Whether a client has begun to append audio, and has paused since."""
        client = self._client
        if not client.has_audio or client.heard is None:
            return False
        until = max(client.heard, self._spoke) + self._manner.quiet_s
        client.is_excused = self._has_waited(until, now)
        return client.is_excused

    def _has_waited(self, until: float, now: float) -> bool:
        self._look_again = until
        return until <= now

    def _play(self) -> Outgoing:
        cue = self._cues[self._cue_at]
        self._cue_at += 1
        self._spoke = self._spoke if self._due is None else self._due
        self._due = None
        if cue.type in AUDIO_ENDS:
            self._client.has_audio = False
        if isinstance(cue.outgoing, Closing | Abort):
            self._is_over = True
            return cue.outgoing
        self._client.report.sent += 1
        ids = self._client.ids
        if isinstance(cue.outgoing, bytes) or not ids:
            return cue.outgoing
        return ids.rewrite_text(cue.outgoing)
