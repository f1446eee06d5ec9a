"""Help: how to read the screen, and every key, from the table of actions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Final, get_args

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from realtime_inspector.actions import ACTIONS, Group
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.keys import key_words
from realtime_inspector.ui.slash import SLASH_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.app import ComposeResult

    from realtime_inspector.actions import Action
    from realtime_inspector.guide.model import Language

_READING: Final[dict[Language, str]] = {
    "en": (
        "Left: the chat. Middle: every event that was sent (↑) or received (↓), one row each: "
        "number, time, gap since the previous one, the lane of its response (╭ response.create, "
        "├ belongs to it, ╰ response.done), type, and a few words. A run of deltas is one row "
        "with ×count; Enter opens it. Under it the selected event. Right: the state that follows "
        "from the events.\n\n"
        "An item alone brings no answer: response.create asks for one. One response at a time. "
        "After a function call: the output as an item, then another response.create."
    ),
    "ja": (
        "左: チャット。中央: 送信 (↑) と受信 (↓) のすべてのイベントが 1 行ずつ並びます。番号、"
        "時刻、前のイベントからの間隔、レスポンスの線 (╭ response.create、├ その途中、"
        "╰ response.done)、型、要約。delta の連続は ×個数 の 1 行にまとまり、Enter で開きます。"
        "その下は選んだイベント。右: イベントから導かれる現在の状態。\n\n"
        "アイテムを追加しただけでは返事は来ません。返事を求めるのは response.create です。"
        "レスポンスは一度に一つ。関数呼び出しのあとは、結果のアイテムと、もう一度の "
        "response.create が必要です。"
    ),
}


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The help of a screen that has keys of its own."""

    title: str
    reading: Mapping[Language, str]
    """How to read the screen."""
    keys: Sequence[tuple[str, str]]
    """Keys in Textual's spelling, and what they do in English."""


class HelpScreen(ModalScreen[None]):
    """Everything there is to press."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "close", "Close", id="help.close"),
        Binding("j", "scroll(1)", show=False, id="help.down"),
        Binding("k", "scroll(-1)", show=False, id="help.up"),
    ]

    def __init__(self, lang: Language, page: HelpPage | None = None) -> None:
        """Args: page: Of another screen than the main one."""
        super().__init__()
        self._lang: Language = lang
        self._page = page

    def compose(self) -> ComposeResult:
        """A text in a scrolling frame."""
        with Vertical(classes="dialogue", id="help") as frame:
            titles = ["Help"] if self._page is None else ["Help", self._page.title]
            frame.border_title = " · ".join(words(title, self._lang) for title in titles)
            frame.border_subtitle = words("Esc closes", self._lang)
            yield VerticalScroll(Static(id="help-text"), id="help-scroll")

    def on_resize(self) -> None:
        """Wraps the text for the width; Textual would not break Japanese well."""
        self.call_after_refresh(self._show_text)

    def _show_text(self) -> None:
        width = max(20, self.query_one("#help-scroll").scrollable_content_region.width)
        page = self._page
        told = help_text(self._lang, width) if page is None else page_text(page, self._lang, width)
        self.query_one("#help-text", Static).update(told)

    def action_close(self) -> None:
        """Back to the main screen."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scrolls by a few lines."""
        self.query_one("#help-scroll").scroll_relative(y=lines * 3, animate=False)


def help_text(lang: Language, width: int) -> Content:
    """The whole help, wrapped to a width."""
    lines = _paragraphs(_READING[lang], width)

    def add(key: str, text: str, cells: int = KEY_CELLS) -> None:
        lines.extend(_key_lines(key, words(text, lang), width, cells))

    ordered = sorted(ACTIONS, key=lambda action: _GROUPS.index(action.group))
    for group, actions in groupby(ordered, key=lambda action: action.group):
        lines += [Content(""), Content.styled(words(group, lang), "bold $primary")]
        for action in _families_as_one(list(actions)):
            if action.parameter:
                add("1 … 7", "Show or hide a family of events.")
            else:
                add(key_words(action.keys), action.help)
    lines += [Content(""), Content.styled(words("Input line", lang), "bold $primary")]
    for command in SLASH_COMMANDS:
        add(command.usage, command.help, USAGE_CELLS)
    return Content("\n").join(lines)


def page_text(page: HelpPage, lang: Language, width: int) -> Content:
    """The help of another screen, wrapped to a width."""
    lines = [*_paragraphs(page.reading[lang], width), Content("")]
    for keys, text in page.keys:
        lines += _key_lines(key_words(keys), words(text, lang), width, KEY_CELLS)
    return Content("\n").join(lines)


def _paragraphs(text: str, width: int) -> list[Content]:
    paragraphs = text.split("\n")
    return [Content(piece) for one in paragraphs for piece in wrap_cells(one, width)]


def _key_lines(key: str, text: str, width: int, cells: int) -> Iterator[Content]:
    """A key, in a column of so many cells, and what it does."""
    for number, piece in enumerate(wrap_cells(text, max(10, width - cells))):
        shown = "" if number else key
        yield Content.assemble((f"{shown:<{cells}}", "bold"), (piece, ""))


KEY_CELLS: Final = 12
USAGE_CELLS: Final = 25
_GROUPS: Final = get_args(Group)


def _families_as_one(actions: list[Action]) -> list[Action]:
    return [one for one in actions if not one.parameter or one.keys == "1"]
