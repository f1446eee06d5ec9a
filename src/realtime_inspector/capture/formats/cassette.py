"""YAML cassettes as pydantic-ai's tests record them (INTERCHANGE.md §4). Needs PyYAML."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

from realtime_inspector.capture.formats.base import CERTAIN, Connections, read_document
from realtime_inspector.capture.formats.wrapper import unwrap
from realtime_inspector.core.errors import UnreadableCapture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.capture.formats.base import Lines, Reading
    from realtime_inspector.core.record import Record

_START: Final = re.compile(rb"\A(?:#.*\n|---.*\n|\s*\n|version:.*\n)*interactions:\s*\n")


class CassetteFormat:
    """A list of interactions with a direction and an event each; no times."""

    name: ClassVar[str] = "cassette"
    title: ClassVar[str] = "a YAML cassette"

    def score(self, head: bytes) -> int:
        """By its first key."""
        return CERTAIN if _START.match(head.replace(b"\r\n", b"\n")) else 0

    def read(self, lines: Lines, reading: Reading) -> Iterator[Record]:
        """The interactions; their events are written anew as JSON, keys in the file's order."""
        interactions = _load(read_document(lines)).get("interactions")
        connections = Connections()
        for number, interaction in enumerate(interactions or (), 1):
            text = json.dumps(interaction, ensure_ascii=False, separators=(",", ":"), default=str)
            record = unwrap(text, None, connections)
            yield record or reading.broken(text.encode("utf-8", "replace"), number)


def _load(text: str) -> dict[str, Any]:
    try:
        import yaml
    except ImportError as error:
        raise UnreadableCapture(
            "This is a YAML cassette, and reading it needs the package PyYAML.",
            "Install it with: pip install pyyaml",
        ) from error
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(text, Loader=loader)  # noqa: S506 - one of the two safe loaders
    except (yaml.YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise UnreadableCapture(f"The YAML cassette is damaged: {reason}.") from error
    if not isinstance(document, dict) or not isinstance(document.get("interactions"), list):
        raise UnreadableCapture("The YAML cassette has no list of interactions.")
    return document
