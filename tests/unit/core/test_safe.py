from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.core.safe import json_escaped, visible, visible_lines

ANY = st.text(alphabet=st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\nb\tc", "a⏎b→c"),
        ("\x1b[31m\x7f\x9b", "␛[31m␡⟨U+009B⟩"),
        ("\u202eabc\u2066", "⟨U+202E⟩abc⟨U+2066⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("東京　家族👨‍👩‍👧❤️", "東京　家族👨‍👩‍👧❤️"),
    ],
)
def test_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


def test_lines() -> None:
    assert visible_lines("a\r\nb\rc\n\td\x0b") == ("a", "b", "c", "    d␋")
    assert visible_lines("") == ("",)


@given(ANY)
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    once = visible(text)
    assert visible(once) == once
    once.encode()


@given(ANY)
def test_escaped_json_has_the_same_value(text: str) -> None:
    for quoted in (json.dumps(text, ensure_ascii=False), json.dumps([text], indent=2)):
        escaped = json_escaped(quoted)
        assert json.loads(escaped) == json.loads(quoted)
        escaped.encode()
