"""Writes typed netstrings, for tests of their reader."""

from __future__ import annotations

from typing import Any


def dumps(value: Any) -> bytes:
    """A value as mitmproxy's `tnetstring.dumps` writes it."""
    content, kind = _parts(value)
    return b"%d:%s%s" % (len(content), content, kind)


def _parts(value: Any) -> tuple[bytes, bytes]:
    match value:
        case None:
            return b"", b"~"
        case bool():
            return str(value).lower().encode(), b"!"
        case int():
            return b"%d" % value, b"#"
        case float():
            return repr(value).encode(), b"^"
        case bytes():
            return value, b","
        case str():
            return value.encode(), b";"
        case list():
            return b"".join(map(dumps, value)), b"]"
    return b"".join(dumps(key) + dumps(held) for key, held in value.items()), b"}"
