"""Parquet: one row a record, for DuckDB, Spark and warehouses.

Columns are those of the CSV export, with `capture` (the name of the file) in front and `event` at
the end: the frame's own text, for binary frames their base64. `time` is a timestamp in UTC; what
is not known is null. A fleet's captures are a folder of such files; the README has recipes in SQL.

Needs the extra `parquet`.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.kind import kind_of
from realtime_inspector.export.base import PROGRAM, secrets_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.export.material import Material, Numbered

GROUP_ROWS: Final = 20_000
GROUP_BYTES: Final = 16 * 1024 * 1024
"""A row group ends with whichever is reached first: readers and writers hold one in memory."""
METADATA_KEY: Final = b"realtime_inspector"
"""In the file's metadata: JSON with the capture's header, notes and what was redacted."""
_WORDS: Final = ("capture", "source", "kind", "type", "family")
"""Columns of few different values, which are stored once."""


class ParquetExporter:
    """A table of the records, by column."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The file, a row group at a time.

        Raises:
            UsageError: `pyarrow` is not installed; before the first piece.
        """
        return _pieces(material, _Table())


class _Table:
    """Writes rows as Parquet and gives the bytes as they come."""

    def __init__(self) -> None:
        try:
            import pyarrow as pa
            from pyarrow import parquet
        except ImportError:
            raise UsageError(
                "Parquet files need the 'pyarrow' package.",
                "Install the extra: pip install 'realtime-inspector[parquet]'",
            ) from None
        self._pa = pa
        self._schema = _schema(pa)
        self._sink = _Sink()
        options = {"compression": "zstd", "use_dictionary": list(_WORDS)}
        self._writer = parquet.ParquetWriter(self._sink, self._schema, **options)

    def group(self, rows: list[tuple[Any, ...]]) -> bytes:
        """The bytes of one row group."""
        columns = zip(*rows, strict=True)
        arrays = [
            self._pa.array(column, field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))
        return self._sink.take()

    def end(self, metadata: dict[bytes, bytes]) -> bytes:
        """The bytes after the last row group."""
        self._writer.add_key_value_metadata(metadata)
        self._writer.close()
        return self._sink.take()


class _Sink:
    """A file for pyarrow that keeps only what nobody has taken yet."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: Any) -> int:
        """Takes bytes."""
        self._pieces.append(bytes(data))
        self._size += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        """How much was written."""
        return self._size

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing to close: what was written is still to be taken."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def _schema(pa: Any) -> Any:
    text = pa.string()
    columns = (
        ("capture", text), ("seq", pa.int64()), ("time", pa.timestamp("ns", tz="UTC")),
        ("elapsed_ms", pa.float64()), ("gap_ms", pa.float64()), ("source", text),
        ("conn", pa.int32()), ("kind", text), ("type", text), ("family", text),
        ("response_id", text), ("item_id", text), ("call_id", text), ("event_id", text),
        ("is_error", pa.bool_()), ("bytes", pa.int64()), ("event", text),
    )  # fmt: skip
    return pa.schema(columns)


def _pieces(material: Material, table: _Table) -> Iterator[bytes]:
    name = material.source.name
    rows: list[tuple[Any, ...]] = []
    size = 0
    for row in material.records():
        rows.append((name, *_cells(row)))
        size += len(row.record.payload)
        if len(rows) >= GROUP_ROWS or size >= GROUP_BYTES:
            yield table.group(rows)
            rows, size = [], 0
    if rows:
        yield table.group(rows)
    yield table.end({METADATA_KEY: _metadata(material)})


def _cells(row: Numbered) -> tuple[Any, ...]:
    """The cells of a record, in the order of the schema, without the capture's name."""
    record, event = row.record, row.event
    kind = kind_of(record, event)
    return (
        row.seq,
        record.time_ns,
        row.elapsed_ms,
        row.gap_ms,
        str(record.direction),
        record.conn,
        str(record.kind),
        _text(kind.type),
        kind.family,
        _text(row.response_id),
        _text(row.item_id),
        _text(row.call_id),
        _text(event.event_id),
        row.is_error,
        record.frame_bytes,
        record.payload.decode("utf-8", "replace"),
    )


def _text(text: str | None) -> str | None:
    """Text that is sound UTF-8: columns cannot hold half a surrogate pair."""
    return None if text is None else text.encode("utf-8", "replace").decode()


def _metadata(material: Material) -> bytes:
    source = material.source
    told = {
        "program": {"name": PROGRAM, "version": source.app},
        "capture": {"name": source.name, **asdict(source.header)},
        "notes": source.notes,
        "secrets": secrets_words(source.redactions),
    }
    return json.dumps(told).encode()
