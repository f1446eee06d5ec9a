"""Our own capture format: a header and a line a record (PRODUCT.md section 6).

Frames are those of the capture, byte for byte, but for secrets and what a share bundle leaves out.
Nothing but the number of a record is lost: behind a filter they are numbered anew. Where secrets
were replaced, a `redacted` notice at the end says how many; what was left out on purpose, a notice
behind the header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.core.codec import encode_header, encode_record
from realtime_inspector.core.record import notice
from realtime_inspector.export.base import secrets_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.export.material import Material


class JsonlExporter:
    """A capture of ours."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The lines."""
        rows = material.records()
        # What the file says about itself may only be known behind its first record.
        first = next(rows, None)
        yield encode_header(material.source.header)
        for words in material.omission.words:
            yield encode_record(notice("omitted", conn=1, fields={"message": words}))
        last_ns = None
        if first is not None:
            yield encode_record(first.record)
            last_ns = first.record.time_ns
        for row in rows:
            yield encode_record(row.record)
            last_ns = row.record.time_ns
        if material.replaced:
            fields = {"count": material.replaced, "message": secrets_words(material.replaced)}
            yield encode_record(notice("redacted", last_ns, fields=fields))
