"""Which provider, address and key the settings amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.config.layers import Rank
from realtime_inspector.core.dialects import Handshake, HandshakeOptions, provider, provider_of_url
from realtime_inspector.core.dialects.base import (
    Provider,
    has_credentials,
    is_loopback,
    origin,
    query_value,
    websocket_url,
)
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.config.layers import Layer
    from realtime_inspector.config.settings import ConnectSettings

SIMULATOR: Final = "simulator"
CUSTOM: Final = "custom"
_KEY_FIELDS: Final = ("api-key", "api_key", "apiKey", "key")
"""Query fields in which some servers take the key (dialects.md §3, §6 to §8)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where it comes from."""

    value: Any = ""
    rank: Rank = Rank.COMMAND_LINE
    origin: str = ""
    """The variable or key that said it."""
    place: str = ""


NOTHING: Final = Found(rank=Rank.USER_FILE)


def find(layers: Sequence[Layer], key: str, variables: Sequence[str] = ()) -> Found:
    """The strongest value of an option, or of a provider's own variables; `NOTHING` if unset.

    Within one place our own option wins over the provider's variable.
    """
    for layer in layers:
        if key in layer.values:
            name = layer.origins.get(key, "")
            return Found(layer.values[key], layer.rank, name, layer.title)
        for name in variables:
            if name in layer.variables:
                return Found(layer.variables[name].strip(), layer.rank, name, layer.title)
    return NOTHING


def choose_provider(layers: Sequence[Layer]) -> Provider:
    """The provider: named, else told by the address, else OpenAI with a key, else simulator."""
    named = find(layers, "connect.provider")
    url = find(layers, "connect.url")
    if named.value and named.rank <= url.rank:
        return provider(named.value)
    if url.value:
        return provider_of_url(_checked_url(url))
    if find(layers, "", provider("openai").environment.key).value:
        return provider("openai")
    return provider(SIMULATOR)


def connection_values(layers: Sequence[Layer]) -> tuple[dict[str, Any], list[str]]:
    """The fields of `ConnectSettings` that depend on the provider, and warnings.

    Raises:
        UsageError: A key, an address or a model is missing or wrong, or a file of the folder
            would send a key to an address of its own choice.
    """
    one = choose_provider(layers)
    env = one.environment
    url = _url(layers)
    base = find(layers, "", env.base_url)
    key = find(layers, "connect.key", env.key)
    token = find(layers, "", env.token)
    headers = _headers(layers)
    address = url if url.value else base
    if address.value:
        _checked_url(address)
    _check_address(one, address)
    if not (key.value or token.value or has_credentials(dict.fromkeys(headers, ""))):
        _check_no_key(one, address)
    model = (
        _query(address, "model")
        or _query(address, "deployment")
        or find(layers, "connect.model", env.model).value
        or one.model
    )
    _check_model(one, model or find(layers, "connect.call_id").value)
    secrets = [key, token, *headers.values()]
    _check_redirect(one, address, [secret for secret in secrets if secret.value])
    values = {
        "provider": one.name,
        "url": url.value,
        "base_url": "" if url.value else base.value,
        "model": model,
        "key": key.value,
        "token": token.value,
        "headers": {name: found.value for name, found in headers.items()},
        "organization": find(layers, "", env.organization).value,
        "project": find(layers, "", env.project).value,
        "api_version": find(layers, "", env.api_version).value,
    }
    return values, _warnings(layers, one, address, bool(key.value or token.value))


def handshake_of(connect: ConnectSettings, base_url: str = "") -> Handshake:
    """What to send to open the connection that the settings describe.

    Args:
        connect: The settings.
        base_url: Stronger than theirs; the simulator's, once its port is known
            (`http://127.0.0.1:PORT/v1`).

    Raises:
        UsageError: The address is none.
    """
    options = HandshakeOptions(
        url=connect.url,
        base_url=base_url or connect.base_url,
        model=connect.model,
        key=connect.key,
        token=connect.token,
        organization=connect.organization,
        project=connect.project,
        api_version=connect.api_version,
        call_id=connect.call_id,
        headers=connect.headers,
    )
    try:
        return provider(connect.provider).handshake(options)
    except ValueError as error:
        raise UsageError(f"The address of provider {connect.provider}: {error}.") from None


def secrets_of(connect: ConnectSettings) -> tuple[str, ...]:
    """Every value that must not be shown or recorded, for `core.redact.Redactor`."""
    headers = (value for name, value in connect.headers.items() if has_credentials({name: value}))
    bare = (value.rpartition(" ")[2] for value in headers)
    return tuple(value for value in (connect.key, connect.token, *bare) if value)


def _url(layers: Sequence[Layer]) -> Found:
    """The whole address, unless the provider was named in a stronger place."""
    url = find(layers, "connect.url")
    named = find(layers, "connect.provider")
    return NOTHING if named.value and named.rank < url.rank else url


def _query(address: Found, name: str) -> str:
    return query_value(address.value, name) if address.value else ""


def _headers(layers: Sequence[Layer]) -> dict[str, Found]:
    """The extra headers of every place, each name from the strongest place that has it."""
    merged: dict[str, Found] = {}
    seen: set[str] = set()
    for layer in layers:
        table = layer.values.get("connect.headers", {})
        fresh = {name: value for name, value in table.items() if name.lower() not in seen}
        for name, value in fresh.items():
            merged[name] = Found(value, layer.rank, f"header {name}", layer.title)
            seen.add(name.lower())
    return merged


def _checked_url(found: Found) -> str:
    try:
        return websocket_url(found.value)
    except ValueError as error:
        name = found.origin or "--url"
        where = f" in {found.place}" if found.origin else ""
        raise UsageError(f"{name}{where}: {error}.") from None


def _check_address(one: Provider, address: Found) -> None:
    if address.value or one.base_url or one.name == SIMULATOR:
        return
    variable = one.environment.base_url[:1]
    if not variable:
        raise UsageError(f"Provider {one.name} needs an address.", "Give it with --url.")
    raise UsageError(
        f"{variable[0]} is not set, and provider {one.name} needs it.",
        f"Set {variable[0]} in the environment or in .env, or give --url.",
    )


def _check_no_key(one: Provider, address: Found) -> None:
    if not one.needs_key or any(_query(address, name) for name in _KEY_FIELDS):
        return
    names = " or ".join((*one.environment.key, *one.environment.token))
    raise UsageError(
        f"{names} is not set, and provider {one.name} needs it.",
        f"Set {one.environment.key[0]} in the environment or in .env; or run "
        "`realtime-inspector --provider simulator`, which needs no key.",
    )


def _check_model(one: Provider, model: str) -> None:
    if one.needs_model and not model:
        raise UsageError(
            f"Provider {one.name} needs a model or deployment, and there is no default.",
            "Name it with --model.",
        )


def _check_redirect(one: Provider, address: Found, secrets: Sequence[Found]) -> None:
    """Refuse that a file of the folder sends a secret of the user to an address of its own."""
    if not address.value or not address.rank.is_of_folder:
        return
    if one.owns(address.value) or is_loopback(address.value):
        return
    for secret in secrets:
        if secret.rank in (Rank.ENVIRONMENT, Rank.USER_FILE):
            raise UsageError(
                f"{address.place} names the address {origin(address.value)}, but "
                f"{secret.origin} comes from {secret.place}: it is not sent there.",
                f"Give the address with --provider {one.name} --url, or put "
                f"{secret.origin} into the same file.",
            )


def _warnings(layers: Sequence[Layer], one: Provider, address: Found, has_key: bool) -> list[str]:
    warnings: list[str] = []
    openai = provider("openai").environment
    if one.name == SIMULATOR and not find(layers, "connect.provider").value:
        base = find(layers, "", openai.base_url)
        if base.value:
            warnings.append(
                f"{base.origin} is set but {openai.key[0]} is not: using the simulator."
            )
    if one.name == CUSTOM and not has_key and find(layers, "", openai.key).value:
        warnings.append(
            f"{openai.key[0]} is not sent to {origin(address.value)}: "
            "add --provider openai to send it."
        )
    is_plain = address.value.lower().startswith(("http:", "ws:"))
    if has_key and is_plain and not is_loopback(address.value):
        warnings.append(f"The key goes to {origin(address.value)} without encryption.")
    return warnings
