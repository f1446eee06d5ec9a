"""`realtime-inspector lessons [NAME]`: learn the API by doing, with the built-in simulator."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.columns import cells
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import SETTING, add_screen, require_terminal, settings_of
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.quick_start import quick_start

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from realtime_inspector.guide.model import Language
    from realtime_inspector.lessons.model import Lesson
    from realtime_inspector.lessons.progress import Progress

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "minutes": "{} min",
        "begin": "realtime-inspector lessons NAME begins one; without NAME the list opens.",
    },
    "ja": {
        "minutes": "{} 分",
        "begin": "realtime-inspector lessons NAME で始めます。NAME を省くと一覧が開きます。",
    },
}
_OWN_SESSION: Final[dict[str, Any]] = {
    "connect.provider": "simulator",
    "connect.url": "",
    "record.enabled": False,
}
"""What lies under the lessons is a session to try things in: no cost, and nothing kept."""


def configure(parser: ArgumentParser) -> None:
    """The lesson, or `--list`."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", default="", help="the lesson to begin, or its number"
    )
    parser.add_argument("--list", action="store_true", help="print the lessons and stop")
    add_screen(parser)


def run(arguments: Namespace) -> int:
    """Print the list, or open the screen."""
    from realtime_inspector.config.paths import find_paths
    from realtime_inspector.lessons.lesson_file import built_in_lessons, find_lesson
    from realtime_inspector.lessons.progress import Progress

    for key, value in _OWN_SESSION.items():
        setattr(arguments, f"{SETTING}{key}", value)
    settings = settings_of(arguments)
    lessons = built_in_lessons()
    if arguments.list:
        progress = Progress(find_paths(os.environ).lessons_file)
        output.pieces(f"{line}\n" for line in listing(lessons, progress, settings.ui.lang))
        if progress.problem:
            output.warning(progress.problem)
        return ExitCode.FINE
    if arguments.name:
        find_lesson(lessons, arguments.name)
    require_terminal("lessons")
    with quick_start():
        from realtime_inspector.ui.app import run_live

        return run_live(settings, tell=output.line, lesson=arguments.name)


def listing(lessons: list[Lesson], progress: Progress, lang: Language) -> Iterator[str]:
    """One line a lesson: whether it is finished, its number, name, title and length."""
    width = max(len(lesson.name) for lesson in lessons)
    titles = [lesson.title.text(lang) for lesson in lessons]
    widest = max(map(cells, titles))
    done = progress.all()
    for number, (lesson, title) in enumerate(zip(lessons, titles, strict=True), start=1):
        one = done.get(lesson.name)
        sign = "✓" if one is not None and one.is_finished else " "
        minutes = _WORDS[lang]["minutes"].format(lesson.minutes)
        space = " " * (widest - cells(title))
        yield f"{sign} {number:>2}  {lesson.name:<{width}}  {title}{space}  {minutes}"
    yield ""
    yield _WORDS[lang]["begin"]


COMMAND: Final = Command(
    name="lessons",
    help="learn the API by doing, with the built-in simulator",
    configure=configure,
    run=run,
)
