"""Azure OpenAI, GA and preview (dialects.md §3).

The GA address is the one that the plain OpenAI client uses; the preview address is what the
SDK's `AzureOpenAI` class builds, and speaks the beta shape.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from realtime_inspector.core.dialects.base import (
    Dialect,
    Environment,
    Handshake,
    HandshakeOptions,
    Provider,
    append_path,
    bearer,
    complete_url,
    merge_headers,
    with_query,
)

_PREVIEW_VERSION: Final = "2024-10-01-preview"
_HOSTS: Final = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")


def _headers(options: HandshakeOptions) -> dict[str, str]:
    """The token wins over the key, as in the SDK."""
    own = {
        "api-key": "" if options.token else options.key,
        "Authorization": bearer(options.token),
    }
    return merge_headers(own, options.headers)


def _resource(endpoint: str, path: str) -> str:
    """An address below the resource, whether or not the endpoint has `/openai[/v1]` already."""
    trimmed = endpoint.rstrip("/")
    for known in ("/openai/v1", "/openai"):
        if urlsplit(trimmed).path.endswith(known):
            trimmed = trimmed.removesuffix(known)
            break
    return append_path(trimmed, path)


def handshake_ga(options: HandshakeOptions) -> Handshake:
    """`wss://RESOURCE/openai/v1/realtime?model=DEPLOYMENT` with an `api-key` header."""
    if options.url:
        url = complete_url(options.url)
    else:
        url = _resource(options.base_url, "/openai/v1/realtime")
    model = "" if options.call_id else options.model
    return Handshake(with_query(url, model=model, call_id=options.call_id), _headers(options))


def handshake_preview(options: HandshakeOptions) -> Handshake:
    """`wss://RESOURCE/openai/realtime?api-version=…&deployment=DEPLOYMENT`."""
    if options.url:
        url = complete_url(options.url)
    else:
        url = _resource(options.base_url, "/openai/realtime")
    query = {
        "api-version": options.api_version or _PREVIEW_VERSION,
        "deployment": options.model,
    }
    return Handshake(with_query(url, **query), _headers(options))


AZURE: Final = Provider(
    name="azure",
    title="Azure OpenAI",
    help="Azure OpenAI, GA (AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY; --model DEPLOYMENT)",
    handshake=handshake_ga,
    environment=Environment(
        key=("AZURE_OPENAI_API_KEY",),
        token=("AZURE_OPENAI_AD_TOKEN",),
        base_url=("AZURE_OPENAI_ENDPOINT",),
    ),
    hosts=_HOSTS,
    needs_model=True,
)

AZURE_PREVIEW: Final = Provider(
    name="azure-preview",
    title="Azure OpenAI preview",
    help="Azure OpenAI, dated preview API, beta shape (also OPENAI_API_VERSION)",
    handshake=handshake_preview,
    dialect=Dialect.BETA,
    environment=Environment(
        key=("AZURE_OPENAI_API_KEY",),
        token=("AZURE_OPENAI_AD_TOKEN",),
        base_url=("AZURE_OPENAI_ENDPOINT",),
        api_version=("OPENAI_API_VERSION",),
    ),
    hosts=_HOSTS,
    needs_model=True,
)
