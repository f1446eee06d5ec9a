from __future__ import annotations

import pytest

from realtime_inspector.core.rawjson import elements, members


def test_members_keep_their_text() -> None:
    text = ' { "a" : [1,  2] , "b":{"c":1.50},"a":"東" } \n'
    found = members(text)
    assert list(found) == ["a", "b"]
    assert found["b"].raw(text) == b'{"c":1.50}'
    assert found["a"].raw(text) == '"東"'.encode()
    assert members("{ }") == {}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"a"', '{"a":', '{"a":1', '{"a":1,}', "{1:2}", "{} x", '{"a":NaN}', '{"a" 1}'],
)
def test_what_is_no_object(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        members(text)


def test_elements_up_to_what_cannot_be_read() -> None:
    text = '[ 1, {"a":2} ,\n"x" ]; rest'
    assert [text[v.start : v.end] for v in elements(text)] == ["1", '{"a":2}', '"x"']
    assert [v.value for v in elements("[]")] == []
    assert [v.value for v in elements("[1,\n]")] == [1]
    found: list[object] = []
    with pytest.raises(ValueError, match="expected"):
        found.extend(elements("[1, 2 3]"))
    with pytest.raises(ValueError, match="too deeply"):
        list(elements("[" * 100_000))
