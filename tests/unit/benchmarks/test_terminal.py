"""The driver of full-screen programs, on small ones that say what they were told."""

from __future__ import annotations

import sys
import time

import pytest
from tests.benchmarks.terminal import FRAME, Terminal, TextNotSeenError

RAW = "import os, sys, time, tty; tty.setraw(0); "
ECHO = RAW + (
    "os.write(1, b'\\x1b[2Jready')\n"
    "while (data := os.read(0, 100)) != b'q':\n"
    "    if data == b'j':\n"
    "        os.write(1, b'\\x1b[?2026h\\x1b[1;1Hone \\x1b[31mt')\n"
    "        time.sleep(0.03)\n"
    "        os.write(1, b'wo\\x1b[0m\\x1b[?2026l')\n"
)


def python(code: str, bytes_per_s: int | None = None) -> Terminal:
    return Terminal([sys.executable, "-c", code], bytes_per_s=bytes_per_s)


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("\x1b[6n", "\x1b[1;1R"),
        ("\x1b[c", "\x1b[?62;22c"),
        ("\x1b[?2026$p", "\x1b[?2026;2$y"),
        ("\x1b[?2048$p", "\x1b[?2048;0$y"),
        ("\x1b[?u", "\x1b[?0u"),
    ],
)
def test_queries_are_answered_even_when_they_come_in_pieces(query: str, answer: str) -> None:
    code = RAW + (
        f"query = {query.encode()!r}; os.write(1, query[:2]); time.sleep(0.05); "
        f"os.write(1, query[2:]); said = b''\n"
        f"while len(said) < {len(answer)}: said += os.read(0, 100)\n"
        "print(said.hex(), 'end')\n"
        "os.read(0, 1)"
    )
    with python(code) as terminal:
        terminal.wait_for(f"{answer.encode().hex()} end")


def test_the_size_of_the_screen_is_told() -> None:
    with python("import os; print(os.get_terminal_size(0)); input()") as terminal:
        terminal.wait_for(r"columns=160, lines=50")


def test_styles_do_not_hide_a_text_and_moves_divide_it() -> None:
    code = (
        RAW + "os.write(1, b'a\\x1b[1;31mb\\x1b[0mc\\x1b[5;1Hd\\x1b]0;title\\x07e'); os.read(0, 1)"
    )
    with python(code) as terminal:
        terminal.wait_for("e$")
        assert terminal.text == "abc\nd\ne"


def test_a_reaction_has_its_first_byte_its_last_and_what_was_written() -> None:
    with python(ECHO) as terminal:
        terminal.wait_for("ready")
        reaction = terminal.press("j")

    assert reaction is not None
    assert 0 < reaction.first_ms < reaction.settled_ms - 20
    assert reaction.bytes == len("\x1b[?2026h\x1b[1;1Hone \x1b[31mtwo\x1b[0m\x1b[?2026l")
    assert reaction.frames == 1
    assert FRAME.startswith(b"\x1b")


def test_a_text_that_is_expected_is_timed_instead_of_the_first_byte() -> None:
    with python(ECHO) as terminal:
        terminal.wait_for("ready")
        reaction = terminal.press("j", expect="two")

    assert reaction is not None
    assert reaction.first_ms > 20


def test_a_key_without_effect_is_no_reaction() -> None:
    with python(ECHO) as terminal:
        terminal.wait_for("ready")
        assert terminal.press("x", limit_s=0.2) is None


def test_a_text_that_does_not_come_is_told_with_what_came_instead() -> None:
    with (
        python("print('something else')") as terminal,
        pytest.raises(TextNotSeenError, match=r"(?s)'wanted' did not appear.*something else"),
    ):
        terminal.wait_for("wanted", limit_s=5)


def test_a_slow_line_holds_the_program_up() -> None:
    code = "import sys; sys.stdout.write('x' * 40_000 + 'done'); sys.stdout.flush(); input()"
    with python(code, bytes_per_s=100_000) as terminal:
        # Not a claim about speed: 40 KB cannot pass in less than 0.4 s.
        assert terminal.wait_for("done") >= 0.4


def test_memory_and_processor_time_are_those_of_the_program() -> None:
    code = "held = bytes(50_000_000); held = bytearray(held)\nwhile True: print('.'); input()"
    with python(code) as terminal:
        terminal.wait_for(r"\.")
        assert terminal.anonymous_bytes() > 50_000_000
        assert terminal.cpu_s() > 0


def test_a_program_is_at_rest_when_it_has_ceased_to_work() -> None:
    code = (
        "import time\nend = time.process_time() + 1\nwhile time.process_time() < end: pass\ninput()"
    )
    with python(code) as terminal:
        terminal.rest()
        assert terminal.cpu_s() >= 1


def test_a_program_that_never_rests_is_told() -> None:
    with python("while True: pass") as terminal, pytest.raises(TimeoutError, match="at work"):
        terminal.rest(limit_s=1)


def test_a_program_that_will_not_go_is_ended() -> None:
    code = "import signal; signal.signal(15, signal.SIG_IGN); print('up')\nwhile True: input()"
    terminal = python(code)
    terminal.wait_for("up")
    start_s = time.perf_counter()

    terminal.close()

    assert terminal.process.returncode == -9
    assert time.perf_counter() - start_s < 30
