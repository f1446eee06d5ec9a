from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.core import dialects
from realtime_inspector.core.dialects import (
    PROVIDERS,
    Dialect,
    HandshakeOptions,
    detect,
    provider,
    provider_of_url,
)
from realtime_inspector.core.dialects.base import (
    Handshake,
    Provider,
    append_path,
    complete_url,
    is_loopback,
    origin,
    websocket_url,
    with_query,
)
from realtime_inspector.core.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY = "sk-test-0123456789"


def shake(name: str, **options: Any) -> Handshake:
    return provider(name).handshake(HandshakeOptions(**options))


def events(*types: str, **session: object) -> Iterable[Event]:
    first = [Event({"type": "session.created", "session": session})] if session else []
    return [*first, *(Event({"type": name}) for name in types)]


def test_every_module_is_listed() -> None:
    helpers = {"base", "detect"}
    modules = {one.name for one in pkgutil.iter_modules(dialects.__path__)} - helpers
    listed = {one.handshake.__module__.rpartition(".")[2] for one in PROVIDERS}
    assert modules == listed
    assert len({one.name for one in PROVIDERS}) == len(PROVIDERS)


@pytest.mark.parametrize("one", PROVIDERS, ids=lambda one: one.name)
def test_every_provider_explains_itself(one: Provider) -> None:
    assert one.title
    assert one.help
    assert not one.needs_key or one.environment.key
    assert provider(one.name.upper()) is one


def test_unknown_provider() -> None:
    with pytest.raises(KeyError):
        provider("nobody")


def test_openai() -> None:
    found = shake("openai", model=provider("openai").model, key=KEY)
    assert found.url == "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1"
    assert found.headers == {"Authorization": f"Bearer {KEY}"}
    assert found.subprotocols == ()


def test_openai_base_url_as_the_sdk_reads_it() -> None:
    found = shake("openai", base_url="http://127.0.0.1:8765/v1", model="m", key=KEY)
    assert found.url == "ws://127.0.0.1:8765/v1/realtime?model=m"


def test_openai_organization_and_project() -> None:
    found = shake("openai", key=KEY, organization="org-a", project="proj_b")
    assert found.headers["OpenAI-Organization"] == "org-a"
    assert found.headers["OpenAI-Project"] == "proj_b"


def test_a_call_is_observed_without_a_model() -> None:
    found = shake("openai", key=KEY, model="m", call_id="rtc_1")
    assert found.url == "wss://api.openai.com/v1/realtime?call_id=rtc_1"


def test_extra_headers_replace_ours_in_any_case() -> None:
    found = shake("openai", key=KEY, headers={"authorization": "Bearer other", "X": "1"})
    assert found.headers == {"authorization": "Bearer other", "X": "1"}


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://r.openai.azure.com",
        "https://r.openai.azure.com/",
        "https://r.openai.azure.com/openai",
        "https://r.openai.azure.com/openai/v1/",
    ],
)
def test_azure(endpoint: str) -> None:
    found = shake("azure", base_url=endpoint, model="my deployment", key=KEY)
    assert found.url == "wss://r.openai.azure.com/openai/v1/realtime?model=my%20deployment"
    assert found.headers == {"api-key": KEY}


def test_azure_token_wins_over_key() -> None:
    found = shake("azure", base_url="https://r.openai.azure.com", key=KEY, token="tok")
    assert found.headers == {"Authorization": "Bearer tok"}


@pytest.mark.parametrize(
    ("version", "sent"), [("", "2024-10-01-preview"), ("2025-04-01-preview",) * 2]
)
def test_azure_preview(version: str, sent: str) -> None:
    found = shake(
        "azure-preview", base_url="https://r.openai.azure.com", model="d", api_version=version
    )
    assert found.url == (
        f"wss://r.openai.azure.com/openai/realtime?api-version={sent}&deployment=d"
    )


def test_azure_whole_addresses() -> None:
    url = "wss://r.openai.azure.com/openai/realtime?api-version=1&deployment=d"
    assert shake("azure-preview", url=url, model="other").url == url
    assert shake("azure", url="https://r.openai.azure.com/openai/v1", model="d").url == (
        "wss://r.openai.azure.com/openai/v1/realtime?model=d"
    )


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("xai", "wss://api.x.ai/v1/realtime?model=grok-voice-latest"),
        (
            "qwen",
            "wss://dashscope-intl.aliyuncs.com/api-ws/v1/realtime?model=qwen3.5-omni-plus-realtime",
        ),
        ("localai", "ws://127.0.0.1:8080/v1/realtime"),
    ],
)
def test_others(name: str, url: str) -> None:
    found = shake(name, model=provider(name).model, key=KEY)
    assert found.url == url
    assert found.headers == {"Authorization": f"Bearer {KEY}"}


def test_simulator_needs_its_address() -> None:
    assert shake("simulator", base_url="http://127.0.0.1:9/v1", model="m").url == (
        "ws://127.0.0.1:9/v1/realtime?model=m"
    )
    with pytest.raises(ValueError, match="expected an address"):
        shake("simulator")


def test_custom_keeps_what_it_is_given() -> None:
    found = shake("custom", url="wss://h/x/y?a=1", model="m")
    assert found.url == "wss://h/x/y?a=1&model=m"
    assert found.headers == {}


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("ws://h", "ws://h/v1/realtime"),
        ("http://h:1/v1", "ws://h:1/v1/realtime"),
        ("http://h:1/v1/", "ws://h:1/v1/realtime"),
        ("ws://h/", "ws://h/"),
        ("HTTPS://h/v1/realtime?model=x#f", "wss://h/v1/realtime?model=x"),
        ("wss://h/custom", "wss://h/custom"),
    ],
)
def test_complete_url(typed: str, whole: str) -> None:
    assert complete_url(typed) == whole


def test_append_path_keeps_the_query() -> None:
    assert append_path("https://h/v1?a=b", "/realtime") == "wss://h/v1/realtime?a=b"


def test_with_query_leaves_what_is_there() -> None:
    assert with_query("ws://h/?model=a", model="b", call_id="") == "ws://h/?model=a"
    assert with_query("ws://h/", model="a b&c/d") == "ws://h/?model=a%20b%26c/d"


@pytest.mark.parametrize(
    "wrong", ["", "h", "ftp://h", "ws://", "ws://h:port", "ws://[::1", "ws://h/ x", "ws://h\n"]
)
def test_wrong_addresses_are_not_repeated(wrong: str) -> None:
    with pytest.raises(ValueError, match="address") as caught:
        websocket_url(wrong)
    assert not wrong or wrong not in str(caught.value) or wrong == "h"


def test_nothing_secret_in_a_repr() -> None:
    options = HandshakeOptions(
        url="wss://h/?key=hidden", key="hidden", token="hidden", headers={"A": "hidden"}
    )
    found = provider("custom").handshake(options)
    assert "hidden" not in f"{options!r} {found!r}"
    assert found.origin == "wss://h"


def test_origin() -> None:
    assert origin("wss://user:secret@h:9/path?key=x") == "wss://h:9"
    assert origin("ws://[::1]:9/") == "ws://[::1]:9"
    assert origin("ws://h:nine") == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://localhost:1", True),
        ("ws://127.0.0.9", True),
        ("ws://[::1]/", True),
        ("ws://127.evil.example", False),
        ("ws://h", False),
        ("ws://[", False),
    ],
)
def test_is_loopback(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("wss://api.openai.com/v1/realtime", "openai"),
        ("https://eu.api.openai.com/v1", "openai"),
        ("wss://r.openai.azure.com/openai/v1/realtime", "azure"),
        ("wss://api.x.ai/v1/realtime", "xai"),
        ("ws://api.openai.com/v1/realtime", "custom"),
        ("wss://api.openai.com.evil.example/", "custom"),
        ("wss://evilapi.openai.com/", "custom"),
        ("wss://[", "custom"),
    ],
)
def test_provider_of_url(url: str, name: str) -> None:
    assert provider_of_url(url).name == name


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (events(), Dialect.UNKNOWN),
        (events("ping", "session.updated"), Dialect.UNKNOWN),
        (events(output_modalities=["text"]), Dialect.GA),
        (events(audio={}, modalities=[]), Dialect.GA),
        (events(modalities=["text"]), Dialect.BETA),
        (events("conversation.item.added", modalities=["text"]), Dialect.BETA),
        (events("conversation.item.added"), Dialect.GA),
        (events("conversation.item.created"), Dialect.BETA),
        (events("response.text.delta", "conversation.item.added"), Dialect.GA),
        (events("response.output_audio_transcript.delta"), Dialect.GA),
        (events("response.audio_transcript.delta"), Dialect.BETA),
        (events("response.output_item.added"), Dialect.UNKNOWN),
    ],
)
def test_detect(seen: Iterable[Event], expected: Dialect) -> None:
    assert detect(seen) is expected


def test_detect_by_opt_in() -> None:
    ga = events(output_modalities=[])
    assert detect(ga, {"openai-beta": "realtime=v1"}) is Dialect.BETA
    assert detect(ga, {}, ["realtime", "openai-beta.realtime-v1"]) is Dialect.BETA
    assert detect(ga, {"OpenAI-Beta": "assistants=v2"}) is Dialect.GA


def test_detect_stops_when_it_is_certain() -> None:
    rest = iter(events("conversation.item.created", output_modalities=[]))
    assert detect(rest) is Dialect.GA
    assert next(rest).type == "conversation.item.created"
