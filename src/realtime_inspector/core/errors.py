"""The exception tree: every error that we raise on purpose derives from `InspectorError`."""

from __future__ import annotations

from typing import ClassVar


class InspectorError(Exception):
    """Something went wrong that a person can understand and do something about.

    `str()` of it is one sentence for the screen or stderr; `hint` says what to do, or is empty.
    It must never hold a secret: whoever raises it redacts first.
    """

    exit_code: ClassVar[int] = 1
    """The exit code of a command that ends because of it (ARCHITECTURE.md section 6)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(InspectorError):
    """A wrong option, setting or filter, or a missing key."""

    exit_code = 2


class ConnectionFailed(InspectorError):  # noqa: N818 - reads as a fact, like the close notice it becomes
    """A connection could not be made, or ended with an error."""

    exit_code = 3


class UnreadableCapture(InspectorError):  # noqa: N818 - the name that PRODUCT.md section 3 uses
    """A capture cannot be opened, or holds no event at all."""

    exit_code = 4


class RecorderError(InspectorError):
    """A capture cannot be written: disk full, no permission, the file exists.

    The exit code is that of a bad capture: what is on the disk is not the whole session.
    """

    exit_code = 4

    def __init__(self, path: str, reason: str, hint: str = "") -> None:
        super().__init__(f"Cannot record to {path}: {reason}", hint)
        self.path = path
        self.reason = reason
