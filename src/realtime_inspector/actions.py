"""Everything a user can do, as data: bindings, footer, palette, help and keymaps read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Scope = Literal["main", "log", "detail", "lesson"]
Group = Literal["Session", "Move", "Find", "Play", "Show", "File", "Lesson", "Program"]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `action_<id>` on the screen or pane of its scope does it."""

    id: str
    scope: Scope
    keys: str
    """Default keys, comma separated, in Textual's spelling."""
    title: str
    help: str
    group: Group
    is_in_footer: bool = False
    is_priority: bool = False
    """Whether it works while a line is being typed, too."""
    parameter: str = ""
    """Argument of the action's method, for families of alike actions."""

    @property
    def method(self) -> str:
        """What Textual calls, with its argument."""
        return f"{self.id.partition('.')[0]}({self.parameter})" if self.parameter else self.id


_FAMILY_NAMES: Final = ("session", "items", "response", "input", "output", "tools", "other")

ACTIONS: Final[tuple[Action, ...]] = (
    Action(
        "help",
        "main",
        "question_mark,f1",
        "Help",
        "Keys and how to read the screen.",
        "Program",
        is_in_footer=True,
    ),
    Action(
        "quit",
        "main",
        "ctrl+q",
        "Quit",
        "Close the connection and leave.",
        "Program",
        is_in_footer=True,
        is_priority=True,
    ),
    Action(
        "search",
        "main",
        "slash",
        "Search",
        "Find text in the events; n and N go on.",
        "Find",
        is_in_footer=True,
    ),
    Action(
        "filter",
        "main",
        "f",
        "Filter",
        "Show only events that match: type:response.*  dir:out  err  /regex/",
        "Find",
        is_in_footer=True,
    ),
    Action(
        "search_audio",
        "main",
        "B",
        "Search base64 too",
        "Whether the search looks into audio and other base64.",
        "Find",
    ),
    Action(
        "go_to",
        "main",
        "ctrl+g",
        "Go to",
        "Go to an event by its number, or by the time since the start.",
        "Find",
    ),
    Action("next_hit", "main", "n", "Next hit", "Go to the next search hit.", "Find"),
    Action("previous_hit", "main", "N", "Previous hit", "Go to the previous search hit.", "Find"),
    Action("next_error", "main", "e", "Error", "Go to the next error.", "Find", is_in_footer=True),
    Action("previous_error", "main", "E", "Previous error", "Go to the previous error.", "Find"),
    Action(
        "next_finding",
        "main",
        "w",
        "Next finding",
        "Go to the next event that something is wrong with.",
        "Find",
    ),
    Action(
        "previous_finding",
        "main",
        "W",
        "Previous finding",
        "Go to the previous event that something is wrong with.",
        "Find",
    ),
    Action(
        "findings",
        "main",
        "exclamation_mark",
        "Findings",
        "All that is wrong with the session: what, why, and how to put it right.",
        "Find",
    ),
    Action(
        "why",
        "main",
        "Y",
        "Why is nothing happening?",
        "The reason, the events that show it, what to do, and what it is not.",
        "Find",
    ),
    Action(
        "contract",
        "main",
        "equals_sign",
        "Session contract",
        "What the session was asked for, what was accepted, and what the traffic shows.",
        "Show",
    ),
    Action(
        "next_gap",
        "main",
        "s",
        "Next slow gap",
        "Go to the next gap of half a second or more.",
        "Find",
    ),
    Action(
        "previous_gap", "main", "S", "Previous slow gap", "Go to the previous slow gap.", "Find"
    ),
    Action(
        "next_related",
        "main",
        "o",
        "Same",
        "Go to the next event of the same response or item.",
        "Find",
    ),
    Action(
        "previous_related",
        "main",
        "O",
        "Previous of the same",
        "Go to the previous event of the same response or item.",
        "Find",
    ),
    Action(
        "jump_to_cause",
        "main",
        "circumflex_accent",
        "Cause",
        "Go to the event that caused this one; once more to the cause of that.",
        "Find",
    ),
    Action(
        "jump_back",
        "main",
        "backspace,ctrl+o",
        "Jump back",
        "Go back to where you jumped from: by Enter, a cause, a finding.",
        "Find",
    ),
    Action(
        "about_type",
        "main",
        "a",
        "About the type",
        "What the event guide says about the type of the event.",
        "Find",
    ),
    Action("mark", "main", "m", "Mark", "Mark the event, or remove the mark.", "Find"),
    Action("next_mark", "main", "u", "Next mark", "Go to the next marked event.", "Find"),
    Action(
        "previous_mark", "main", "U", "Previous mark", "Go to the previous marked event.", "Find"
    ),
    Action(
        "next_response",
        "main",
        "right_curly_bracket",
        "Next response",
        "Go to the beginning of the next response.",
        "Find",
    ),
    Action(
        "previous_response",
        "main",
        "left_curly_bracket",
        "Previous response",
        "Go to the beginning of the response before.",
        "Find",
    ),
    Action(
        "play",
        "main",
        "space",
        "Play",
        "Play the capture in its own timing, or pause; in the detail, Space folds.",
        "Play",
    ),
    Action(
        "next_event",
        "main",
        "full_stop",
        "Next event",
        "Go to the next event, also inside a folded run; playing pauses.",
        "Play",
    ),
    Action(
        "previous_event",
        "main",
        "comma",
        "Previous event",
        "Go to the event before, also inside a folded run; playing pauses.",
        "Play",
    ),
    Action("faster", "main", "greater_than_sign", "Faster", "Play faster, up to 64 times.", "Play"),
    Action("slower", "main", "less_than_sign", "Slower", "Play slower, down to a quarter.", "Play"),
    Action(
        "scrub_bar",
        "main",
        "b",
        "Scrub bar",
        "Show or hide the bar of events over time; click or drag in it to go there.",
        "Play",
    ),
    *(
        Action(
            f"family.{name}",
            "main",
            str(number),
            f"Family {name}",
            f"Show or hide the events of the family {name}.",
            "Show",
            parameter=f"'{name}'",
        )
        for number, name in enumerate(_FAMILY_NAMES, start=1)
    ),
    Action("fold", "log", "enter", "Unfold", "Open a run of deltas, or fold it again.", "Show"),
    Action("fold_all", "log", "plus", "Unfold all", "Open or fold all runs of deltas.", "Show"),
    Action(
        "previous_tab",
        "main",
        "left_square_bracket",
        "Previous tab",
        "Show the previous tab of the detail.",
        "Show",
    ),
    Action(
        "next_tab",
        "main",
        "right_square_bracket",
        "Next tab",
        "Show the next tab of the detail.",
        "Show",
    ),
    Action(
        "unfold_under",
        "detail",
        "L,plus",
        "Unfold all under",
        "Open everything under the value; Space, left and right open and fold one.",
        "Show",
    ),
    Action(
        "fold_under", "detail", "H,minus", "Fold all under", "Fold everything under it.", "Show"
    ),
    Action(
        "raw",
        "detail",
        "v",
        "Raw text",
        "Show the text of the event exactly as it was received, or its tree again.",
        "Show",
    ),
    Action(
        "next_sibling",
        "detail",
        "J",
        "Next on this level",
        "Go to the next value of the same object or array.",
        "Move",
    ),
    Action(
        "previous_sibling",
        "detail",
        "K",
        "Previous on this level",
        "Go to the previous value of the same object or array.",
        "Move",
    ),
    Action(
        "sequence",
        "main",
        "d",
        "Diagram",
        "Show who sent what to whom as a sequence diagram, from the selected event on.",
        "Show",
        is_in_footer=True,
    ),
    Action(
        "timeline",
        "main",
        "t",
        "Timeline",
        "Show what took how long in each turn: waiting, first audio, streaming, tools.",
        "Show",
        is_in_footer=True,
    ),
    Action(
        "zoom", "main", "z", "Zoom", "Give the whole screen to the pane, or take it back.", "Show"
    ),
    Action(
        "next_pane",
        "main",
        "tab",
        "Pane",
        "Go to the next pane.",
        "Move",
        is_in_footer=True,
        is_priority=True,
    ),
    Action(
        "previous_pane",
        "main",
        "shift+tab",
        "Previous pane",
        "Go to the previous pane.",
        "Move",
        is_priority=True,
    ),
    Action("focus_input", "main", "i", "Type", "Go to the input line.", "Move"),
    Action(
        "now",
        "main",
        "T",
        "Now",
        "Show the state as it is now, or again as it was at the selected event.",
        "Move",
    ),
    Action("follow", "main", "F", "Follow", "Stay at the newest event.", "Move"),
    Action(
        "request_response",
        "main",
        "r",
        "response.create",
        "Ask the model for an answer now.",
        "Session",
        is_in_footer=True,
    ),
    Action(
        "cancel_response",
        "main",
        "x",
        "Cancel",
        "Stop the active response.",
        "Session",
        is_in_footer=True,
    ),
    Action(
        "toggle_auto",
        "main",
        "A",
        "Automatic answers",
        "Whether response.create follows a message by itself.",
        "Session",
    ),
    Action(
        "reconnect",
        "main",
        "ctrl+r",
        "Reconnect",
        "Open a new connection.",
        "Session",
        is_priority=True,
    ),
    Action(
        "copy", "main", "c", "Copy", "Copy the event, or in the detail the value, as JSON.", "File"
    ),
    Action(
        "copy_path", "detail", "p", "Copy path", "Copy the path as the filter writes it.", "File"
    ),
    Action(
        "copy_term",
        "detail",
        "P",
        "Copy filter",
        "Copy the path and its value as a filter, such as .response.status=failed.",
        "File",
    ),
    Action(
        "copy_text",
        "detail",
        "y",
        "Copy text",
        "Copy the string under the cursor as plain text, without quotes and escapes.",
        "File",
    ),
    Action(
        "copy_event",
        "detail",
        "C",
        "Copy event",
        "Copy the whole event exactly as it was received.",
        "File",
    ),
    Action(
        "export",
        "main",
        "ctrl+s",
        "Export",
        "Write the transcript to a file.",
        "File",
        is_priority=True,
    ),
    Action(
        "lessons",
        "main",
        "ctrl+l",
        "Lessons",
        "Learn the API in small steps, each a few minutes, with the built-in simulator.",
        "Lesson",
        is_priority=True,
    ),
    Action(
        "lesson_hint",
        "lesson",
        "ctrl+t",
        "Hint",
        "Show the next hint; after the last one, have the line typed for you.",
        "Lesson",
        is_priority=True,
    ),
    Action(
        "lesson_show",
        "lesson",
        "ctrl+y",
        "Show it",
        "Go to the event that the lesson spoke of last, or back to the newest.",
        "Lesson",
        is_priority=True,
    ),
    Action(
        "lesson_next",
        "lesson",
        "ctrl+n",
        "Next lesson",
        "Begin the next lesson, when this one is done.",
        "Lesson",
        is_priority=True,
    ),
    Action(
        "command_palette",
        "main",
        "ctrl+p",
        "Palette",
        "All actions, to be found by name.",
        "Program",
        is_priority=True,
    ),
    Action(
        "back",
        "main",
        "q,escape",
        "Back",
        "Close what is on top: search, filter, zoom; from the input to the events.",
        "Program",
    ),
)
"""In the order of the footer, where the last ones are cut off in a narrow terminal."""


def actions_of(scope: Scope) -> tuple[Action, ...]:
    """The actions of one scope."""
    return tuple(action for action in ACTIONS if action.scope == scope)
