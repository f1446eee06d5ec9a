"""Typed netstrings come back; any other bytes are refused in our own words."""

from __future__ import annotations

import contextlib
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.tnetstring import dumps

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.capture.tnetstring import BadTnetstring, loads, whole_values
from realtime_inspector.core.errors import UnreadableCapture

scalars = (
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.binary(max_size=12)
    | st.floats(allow_nan=False) | st.text(max_size=8)
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5) | st.binary(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
messages = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from([1, 2, 9, "x", None]),
            st.booleans(),
            st.sampled_from([b'{"type":"session.created"}', b"\xff", b"{}", "text", None, 3]),
            st.floats() | st.none() | st.integers(),
            st.booleans() | st.none(),
            st.booleans() | scalars,
        ).map(list),
        values,
    ),
    max_size=4,
)
flows = st.fixed_dictionaries(
    {"websocket": st.fixed_dictionaries({"close_code": scalars, "messages": messages | values})
     | values},
    optional={"request": values, "response": values, "type": scalars},
)  # fmt: skip


def read(data: bytes) -> None:
    with contextlib.suppress(UnreadableCapture):
        list(read_capture("-", stdin=io.BytesIO(data)))


@given(values)
def test_what_was_written_comes_back(value: Any) -> None:
    assert loads(dumps(value)) == value


@given(st.binary(max_size=60) | st.text("0123456789:,;#^!~]}x", max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(BadTnetstring):
        loads(data)
    whole_values(data)
    read(b"9:1:1;" + data)


@given(st.lists(values, min_size=1, max_size=5), st.data())
def test_of_a_list_that_is_cut_the_whole_values_are_there(
    held: list[Any], data: st.DataObject
) -> None:
    content = b"".join(map(dumps, held))
    cut = data.draw(st.integers(0, len(content)))
    found, _ = whole_values(content[:cut])
    assert found == held[: len(found)]
    assert len(b"".join(map(dumps, held[: len(found) + 1]))) > cut or len(found) == len(held)


@given(st.lists(flows, max_size=3), st.data())
def test_any_flows_whole_or_cut_are_read_or_refused(
    given_flows: list[Any], data: st.DataObject
) -> None:
    content = b"".join(map(dumps, given_flows))
    read(content)
    read(content[: data.draw(st.integers(0, len(content)))])
