from __future__ import annotations

from realtime_inspector.simulator.toml_lines import TomlLines

DOCUMENT = '''\
title = "x" # [not.a.table]
note = """
[[turn]]
"""
list = [
  1, # ]
  { a = "]" },
]

[[turn]]
say = 'one'
[[turn.step]]
pause_s = 1
[[turn.step]]
call.name = "f"

[[turn]]
  [turn.usage]
  "total" = 3
[a.b]
c = 1
'''


def test_every_key_has_its_line() -> None:
    lines = TomlLines(DOCUMENT)
    expected = {
        "title": 1,
        "note": 2,
        "list": 5,
        "list[1].a": 5,
        "turn[0]": 10,
        "turn[0].say": 11,
        "turn[0].step[0]": 12,
        "turn[0].step[0].pause_s": 13,
        "turn[0].step[1].call.name": 15,
        "turn[1]": 17,
        "turn[1].usage": 18,
        "turn[1].usage.total": 19,
        "turn[1].usage.missing": 18,
        "a.b.c": 21,
        "nothing": 1,
    }
    assert {path: lines.line_of(path) for path in expected} == expected
