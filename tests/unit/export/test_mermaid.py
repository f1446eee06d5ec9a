"""Mermaid's language; that the real package draws it is tested in tests/browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    added,
    begun,
    delta,
    done,
    exported,
    message,
    received,
    records_of,
    source,
    spoken_session,
)

from realtime_inspector.core.record import Direction, Record, text_record
from realtime_inspector.core.safe import visible
from realtime_inspector.export import exporter
from realtime_inspector.export.material import Material
from realtime_inspector.export.mermaid import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

MERMAID: Final = exporter("mermaid")
ENTITY: Final = re.compile(r"#(\d+);")
STATEMENT: Final = re.compile(
    r"%% .*|sequenceDiagram|    (accTitle: [\w ,]+|participant [UCST] as [\w ()]+"
    r"|Note over [UCST],[UCST]: .+|(activate|deactivate) S|loop .+|end"
    r"|    ?[UCST](->>|-->>|--x)[UCST]: .+|[UCST](->>|-->>|--x)[UCST]: .+)"
)


def document(records: Iterable[Record], name: str = "a.jsonl") -> str:
    return exported(MERMAID, records, source(name)).decode()


def parts(records: Iterable[Record]) -> dict[str, str]:
    kept = tuple(records)
    files = MERMAID.files(Material(lambda: kept, source()))
    assert files is not None
    return {name: b"".join(pieces).decode() for name, pieces in files}


def is_well_formed(diagram: str) -> bool:
    """Whether each line is a statement that we know, and bars and loops are balanced."""
    bars = loops = 0
    for line in diagram.splitlines():
        assert STATEMENT.fullmatch(line), line
        bars += (line.strip() == "activate S") - (line.strip() == "deactivate S")
        loops += line.strip().startswith("loop ") - (line.strip() == "end")
        assert bars >= 0
        assert 0 <= loops <= 1
    return bars == loops == 0


@given(st.text())
def test_escaped_text_holds_nothing_that_means_something_and_reads_back(text: str) -> None:
    out = escaped(text)
    assert out.strip()
    assert not re.search('[;#%<>&"$\n]', ENTITY.sub("", out))
    back = ENTITY.sub(lambda match: chr(int(match.group(1))), out)
    assert back == (visible(text) if visible(text).strip() else "\u200b")


@given(st.lists(st.tuples(st.text(), st.sampled_from(list(Direction))), max_size=8))
def test_whatever_was_sent_the_diagram_is_well_formed(frames: list[tuple[str, Direction]]) -> None:
    records = [
        text_record(json.dumps({"type": text, "item": {"role": text}}), direction)
        for text, direction in frames
    ]
    records += [text_record(text, direction) for text, direction in frames]
    assert is_well_formed(document(records))


def test_a_session_with_everything_is_one_diagram() -> None:
    diagram = document(spoken_session())
    assert is_well_formed(diagram)
    assert "    loop 2 × response.output_audio_transcript.delta and 2 × " in diagram
    deltas = "        S-->>C: 8–10 response.output_audio_transcript.delta\n"
    assert f"{deltas}        C-->>U: 東京は晴れです。" in diagram
    assert "    S--xC: 28 error<br/>invalid_tool_call_id: No call 'call_9'." in diagram
    assert "    Note over C,S: 59.9 s without an event" in diagram
    assert "Runs of deltas are folded" in diagram
    assert "sk-proj" not in diagram


def test_a_key_that_came_in_two_deltas_is_not_put_together() -> None:
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    halves = (key[:7], key[7:])
    diagram = document(delta(0, "output_text", half, "r", "i") for half in halves)
    assert key not in diagram
    assert "«redacted»" in diagram


def test_findings_are_noted_below_what_they_are_about() -> None:
    rows = document(records_of("openai-ga-error-then-long-text.jsonl")).splitlines()
    noted = [at for at, row in enumerate(rows) if re.search("[✖▲●] RT", row)]
    assert [rows[at].split()[3:5] for at in noted] == [
        ["●", "RT036"],
        ["●", "RT036"],
        ["✖", "RT104"],
        ["●", "RT123"],
    ]
    assert [rows[at - 1].split("<br/>")[0].split(": ")[1] for at in noted] == [
        "1 session.created",
        "3 session.updated",
        "5 conversation.item.create",
        "8 error",
    ]


def test_long_texts_are_cut() -> None:
    diagram = document([added(0, message("user", "word " * 100))])
    assert max(map(len, diagram.splitlines())) < 200
    assert "…" in diagram


def test_an_empty_capture_is_a_diagram_too() -> None:
    assert is_well_formed(document([]))


def long_session(turns: int) -> list[Record]:
    return [one for _ in range(turns) for one in spoken_session()]


def test_a_long_capture_is_divided_between_responses() -> None:
    found = parts(long_session(60))
    assert list(found) == [f"part-{number:03d}.mmd" for number in range(1, len(found) + 1)]
    assert len(found) > 3
    for diagram in found.values():
        assert is_well_formed(diagram)
        assert len(diagram) < 50_000
    numbers = [
        int(number)
        for diagram in found.values()
        for number in re.findall(r"[CS]: (\d+)[ –]", diagram)
    ]
    assert numbers == sorted(numbers)
    assert sum("deactivate" in diagram for diagram in found.values()) == len(found)


def test_a_long_capture_in_one_file_is_markdown_with_the_same_parts() -> None:
    records = long_session(60)
    text = document(records)
    blocks = re.findall(r"^```mermaid\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert blocks == list(parts(records).values())
    assert text.startswith("# Realtime session\n")


def test_a_response_longer_than_a_diagram_goes_on_in_the_next_one() -> None:
    middle = [received(0, f"response.{'x' * 80}", response_id="r", n=n) for n in range(1_000)]
    found = parts([begun(0, "r"), *middle, done(0, "r")])
    assert len(found) == 3
    for diagram in found.values():
        assert is_well_formed(diagram)
        assert len(diagram) < 50_000
        assert diagram.count("    activate S") == 1
