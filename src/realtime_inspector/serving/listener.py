"""The client's side of a served capture: what it has sent, and how that agrees with the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.serving.appended import STREAMED, Appended
from realtime_inspector.serving.matching import OPTIONAL, Match, Matcher, is_optional
from realtime_inspector.serving.refusal import not_in_capture
from realtime_inspector.serving.report import (
    Changed,
    Extra,
    Late,
    Missing,
    Report,
    Silent,
    expected_words,
    named,
)
from realtime_inspector.serving.script import AUDIO_ENDS, clean_event_in, type_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.core.id_map import IdMap
    from realtime_inspector.serving.manner import Manner
    from realtime_inspector.serving.script import Command, Script


class Listener:
    """Takes what one client sends for what was recorded, as far as it can, and keeps the report."""

    def __init__(self, script: Script, manner: Manner, now: float) -> None:
        """Begin.

        Args:
            script: The connection that is played.
            manner: How closely to compare.
            now: Seconds since any moment; what is handed in later counts from the same.
        """
        self._script = script
        self._matcher = Matcher(script.commands, manner.match, ignore=manner.ignore)
        self._is_strict = manner.match is Match.STRICT
        self._by_bytes = script.appended.has_whole_audio
        self._refusals = 0
        self._passed: list[Command] = []
        """Commands that the client has not sent yet although it is behind them."""
        self.came: list[float] = [now]
        """When the commands came that are over, behind the moment of the beginning."""
        self.heard: float | None = None
        """When anything came last."""
        self.appended = Appended()
        """Since the last command."""
        self.has_audio = False
        """Something was appended and not committed yet."""
        self.is_excused = False
        """The audio up to the next command is not waited for any more."""
        self.replies: list[str] = []
        """What is to be answered at once; whoever sends it takes it away."""
        frames = [cue for cue in script.cues if isinstance(cue.outgoing, str | bytes)]
        self.report = Report(script.conn, to_send=len(frames), to_match=len(script.commands))

    @property
    def done(self) -> int:
        """How many commands are over: taken or passed over."""
        return len(self.came) - 1

    @property
    def ids(self) -> IdMap:
        """From recorded ids to those that stand for them now."""
        return self._matcher.ids

    def expected(self, until: int) -> Sequence[Command]:
        """The commands up to a place that are not over yet."""
        return self._script.commands[self.done : until]

    def has_appended(self, amount: Appended) -> bool:
        """Whether so much has come since the last command, or is waited for no more."""
        return self.is_excused or self.appended.reaches(amount, by_bytes=self._by_bytes)

    def can_do_without(self, commands: Sequence[Command]) -> bool:
        """Whether the client may leave all of them out."""
        return not self._is_strict and all(map(is_optional, commands))

    def receive(self, frame: str | bytes, now: float) -> None:
        """Take a client frame."""
        event = clean_event_in(frame)
        kind = type_of(event)
        self.heard = now
        if kind in STREAMED:
            self._append(event)
        elif self._script.has_client:
            self._command(event, now)
        self.has_audio = kind in STREAMED or (self.has_audio and kind not in AUDIO_ENDS)

    def finish(self) -> Report:
        """The client has left, or the server stops: how it went. To be called once."""
        self._passed += self._script.commands[self.done :]
        for command in self._passed:
            self._miss(command)
        if self._is_strict and self._script.appended.events and not self.report.appends:
            self.report.differences.append(Silent(0))
        self.report.differences.sort(key=lambda each: each.number)
        return self.report

    def _append(self, event: Mapping[str, Any]) -> None:
        self.appended = self.appended.and_event(event)
        self.report.appends += 1
        is_unheard_of = self._script.has_client and not self._script.appended.events
        if is_unheard_of and self.report.appends == 1:
            self._add(event)

    def _command(self, event: Mapping[str, Any], now: float) -> None:
        found = self._matcher.find(event, self.done)
        if found is None:
            if not self._is_late(event):
                self._add(event)
            return
        self.pass_over(found.at, now)
        command = self._script.commands[found.at]
        self._take(command, event)
        if found.changes:
            self.report.differences.append(Changed(command.number, command.type, found.changes))
        if command.needs_audio and not self.has_audio and self._is_strict:
            self.report.differences.append(Silent(command.number))
        self.came.append(now)
        self.appended = Appended()
        self.is_excused = False

    def _take(self, command: Command, event: Mapping[str, Any]) -> None:
        self._matcher.learn(command, event)
        self.report.matched += 1

    def pass_over(self, until: int, now: float) -> None:
        """Goes on as if the commands before a place had come now."""
        skipped = self._script.commands[self.done : until]
        self._passed += skipped
        self.came += [now] * len(skipped)

    def _is_late(self, event: Mapping[str, Any]) -> bool:
        """Takes an event for one that was passed over, such as the slower of two tools' outputs."""
        command = self._matcher.equal_among(self._passed, event)
        if command is None:
            return False
        self._passed.remove(command)
        self._take(command, event)
        if self._is_strict:
            self.report.differences.append(Late(command.number, command.type))
        return True

    def _miss(self, command: Command) -> None:
        missing = Missing(command.number, named(command.event))
        if is_optional(command) and not self._is_strict:
            self.report.tolerated += missing.lines()
        else:
            self.report.differences.append(missing)

    def _add(self, event: Mapping[str, Any]) -> None:
        """The client sent what was not recorded."""
        if not self._is_strict and type_of(event) in OPTIONAL | STREAMED:
            self.report.tolerated.append(f"{named(event)}: sent, but not recorded")
            return
        expected = next(iter(self.expected(self.done + 1)), None)
        number = self._script.last_number + 1 if expected is None else expected.number
        self.report.differences.append(Extra(number, event, expected_words(expected)))
        self._refusals += 1
        self.replies.append(not_in_capture(event, expected, self._refusals))
