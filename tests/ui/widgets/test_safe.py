"""visible(): whatever a server sends, what is drawn cannot act on the terminal."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from realtime_inspector.ui.present.safe import visible

ANY_TEXT = st.text(st.characters(categories=None, codec=None))
DANGEROUS = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("plain text", "plain text"),
        ("東京の天気は?　晴れ", "東京の天気は?　晴れ"),
        ("a\nb\tc", "a⏎b→c"),
        ("\x1b[31mred\x00\x07\r\x7f", "␛[31mred␀␇␍␡"),
        ("\x9b31m", "⟨U+009B⟩31m"),
        ("\u202eabc\u202c\u2066\u200b\ufeff", "⟨U+202E⟩abc⟨U+202C⟩⟨U+2066⟩⟨U+200B⟩⟨U+FEFF⟩"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("a\u2028b", "a⟨U+2028⟩b"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("👍🏽 ⚠️ 👨‍👩‍👧 🇯🇵🇫🇷", "👍 ⚠ 👨👩👧 ⟨JPFR⟩"),
        ("a\u200db", "a⟨U+200D⟩b"),
        ("non\u00a0breaking", "non\u00a0breaking"),
        ("[bold]markup[/]", "[bold]markup[/]"),
    ],
)
def test_what_it_shows(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_dangerous_character_of_unicode_gets_through() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        shown = visible(f"a{character}b")
        assert shown.startswith("a")
        assert shown.endswith("b")
        if unicodedata.category(character) in DANGEROUS:
            assert character not in shown, hex(code)


@given(ANY_TEXT)
def test_the_result_is_safe_and_stays_as_it_is(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(character) in DANGEROUS for character in shown)
    assert visible(shown) == shown
    shown.encode()


@given(ANY_TEXT)
def test_the_width_is_the_sum_of_the_characters(text: str) -> None:
    shown = visible(text)
    assert cell_len(shown) == sum(cell_len(character) for character in shown)
