"""What an exporter is, and how `EXPORTERS` lists one without importing it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.export.material import Material


class Exporter(Protocol):
    """One format that a capture can be written in, as `EXPORTERS` offers it."""

    @property
    def name(self) -> str:
        """The word after `--format`."""

    @property
    def suffix(self) -> str:
        """Of the file, with its dot."""

    @property
    def help(self) -> str:
        """One line for people who choose."""

    @property
    def is_text(self) -> bool:
        """Whether a terminal can show it."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The document in pieces; of text formats, joined, UTF-8 that ends in a line feed.

        Nothing in it is a secret, and nothing in a text for people can act on a terminal.

        Raises:
            InspectorError: It needs a package that is not installed; before the first piece.
        """

    def files(self, material: Material) -> Iterator[tuple[str, Iterator[bytes]]] | None:
        """The format as several files: name and pieces of each; `None` if it is one file.

        Each file is read to its end before the next one is asked for.
        """


class Writer(Protocol):
    """What the module of a format provides; its name and its words stand in `EXPORTERS`."""

    def export(self, material: Material) -> Iterator[bytes]:
        """As `Exporter.export`."""


@runtime_checkable
class FilesWriter(Writer, Protocol):
    """A writer that can give its format as several files as well."""

    def files(self, material: Material) -> Iterator[tuple[str, Iterator[bytes]]]:
        """As `Exporter.files`."""


@dataclass(frozen=True, slots=True)
class LazyExporter:
    """An exporter whose module is imported when it is used: a list of formats costs nothing."""

    name: str
    suffix: str
    help: str
    writer: str
    """Where its `Writer` is, such as `markdown:MarkdownExporter`, in this package."""
    is_text: bool = True

    @property
    def module(self) -> str:
        """The module's name within this package."""
        return self.writer.partition(":")[0]

    def export(self, material: Material) -> Iterator[bytes]:
        """The document in pieces."""
        return self._load().export(material)

    def files(self, material: Material) -> Iterator[tuple[str, Iterator[bytes]]] | None:
        """The format as several files, if it can be given so."""
        writer = self._load()
        return writer.files(material) if isinstance(writer, FilesWriter) else None

    def _load(self) -> Writer:
        module, _, name = self.writer.partition(":")
        writer: Writer = getattr(import_module(f"{__package__}.{module}"), name)()
        return writer
