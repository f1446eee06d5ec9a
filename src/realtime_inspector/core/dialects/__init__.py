"""The providers that we know, and how to tell a dialect from its traffic."""

from __future__ import annotations

from typing import Final

from realtime_inspector.core.dialects import (
    azure,
    custom,
    localai,
    openai_ga,
    qwen,
    simulator,
    xai,
)
from realtime_inspector.core.dialects.base import (
    Dialect,
    Handshake,
    HandshakeOptions,
    Provider,
)
from realtime_inspector.core.dialects.detect import detect

PROVIDERS: Final[tuple[Provider, ...]] = (
    openai_ga.PROVIDER,
    azure.AZURE,
    azure.AZURE_PREVIEW,
    xai.PROVIDER,
    qwen.PROVIDER,
    localai.PROVIDER,
    simulator.PROVIDER,
    custom.PROVIDER,
)
"""Every provider, in the order of help texts and menus."""


def provider(name: str) -> Provider:
    """The provider of a name, in any case.

    Raises:
        KeyError: There is none; the caller knows where the name came from and says so.
    """
    for one in PROVIDERS:
        if one.name == name.lower():
            return one
    raise KeyError(name)


def provider_of_url(url: str) -> Provider:
    """The provider whose own host an address names, else `custom`."""
    return next((one for one in PROVIDERS if one.owns(url)), custom.PROVIDER)


__all__ = [
    "PROVIDERS",
    "Dialect",
    "Handshake",
    "HandshakeOptions",
    "Provider",
    "detect",
    "provider",
    "provider_of_url",
]
