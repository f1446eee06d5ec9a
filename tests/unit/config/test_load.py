from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.config.connection import handshake_of, secrets_of
from realtime_inspector.config.load import load
from realtime_inspector.config.paths import find_paths
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.config.settings import Settings

KEY = "sk-test-0123456789"


class Place:
    """A folder with settings files, and a user with none or some."""

    def __init__(self, root: Path) -> None:
        self.home = root / "home"
        self.cwd = root / "project"
        for folder in (self.home / ".config/realtime-inspector", self.cwd):
            folder.mkdir(parents=True)

    def dotenv(self, text: str) -> None:
        (self.cwd / ".env").write_text(text, encoding="utf-8")

    def project(self, text: str) -> None:
        (self.cwd / "realtime-inspector.toml").write_text(text, encoding="utf-8")

    def user(self, text: str) -> None:
        (self.home / ".config/realtime-inspector/config.toml").write_text(text, encoding="utf-8")

    def load(self, overrides: dict[str, Any] | None = None, /, **env: str) -> Settings:
        paths = find_paths(env, self.cwd, self.home)
        return load(overrides, environ=env, paths=paths)

    def load_offline(self) -> Settings:
        paths = find_paths({}, self.cwd, self.home)
        return load(environ={}, paths=paths, session=False)

    def fails(self, overrides: dict[str, Any] | None = None, /, **env: str) -> UsageError:
        with pytest.raises(UsageError) as caught:
            self.load(overrides, **env)
        assert KEY not in f"{caught.value} {caught.value.hint}"
        return caught.value


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_with_nothing_set_it_is_the_simulator(place: Place) -> None:
    settings = place.load()
    connect = settings.connect
    assert (connect.provider, connect.model) == ("simulator", "gpt-realtime-2.1")
    assert handshake_of(connect, "http://127.0.0.1:9/v1").url == (
        "ws://127.0.0.1:9/v1/realtime?model=gpt-realtime-2.1"
    )
    assert settings.record.enabled
    assert settings.record.directory == str(place.home / ".local/share/realtime-inspector/captures")
    assert settings.warnings == ()


def test_with_a_key_it_is_openai_in_the_ga_shape(place: Place) -> None:
    connect = place.load(OPENAI_API_KEY=KEY).connect
    found = handshake_of(connect)
    assert found.url == "wss://api.openai.com/v1/realtime?model=gpt-realtime-2.1"
    assert found.headers == {"Authorization": f"Bearer {KEY}"}


def test_the_key_may_be_in_dotenv_and_the_process_keeps_its_environment(place: Place) -> None:
    place.dotenv(f"export OPENAI_API_KEY='{KEY}'\nOPENAI_ORG_ID=org-a\n")
    before = dict(os.environ)
    connect = place.load().connect
    assert (connect.provider, connect.key, connect.organization) == ("openai", KEY, "org-a")
    assert dict(os.environ) == before


def test_an_empty_variable_is_not_set(place: Place) -> None:
    place.dotenv(f"OPENAI_API_KEY={KEY}\n")
    assert place.load(OPENAI_API_KEY=" ").connect.key == KEY


def test_strength_of_places(place: Place) -> None:
    place.user('[connect]\nmodel="user"\nvoice="user"\noutput="audio"\ninstructions="u"\n')
    place.project('[connect]\nmodel="project"\nvoice="project"\noutput="text"\n')
    place.dotenv("REALTIME_INSPECTOR_MODEL=dotenv\nREALTIME_INSPECTOR_VOICE=dotenv\n")
    env = {"REALTIME_INSPECTOR_MODEL": "env"}
    connect = place.load(**env).connect
    assert (connect.model, connect.voice) == ("env", "dotenv")
    assert (connect.output, connect.instructions) == ("text", "u")
    assert place.load({"connect.model": "line"}, **env).connect.model == "line"


def test_missing_key(place: Place) -> None:
    error = place.fails({"connect.provider": "openai"})
    assert str(error) == "OPENAI_API_KEY is not set, and provider openai needs it."
    assert "--provider simulator" in error.hint
    assert error.exit_code == 2


def test_commands_that_connect_to_nothing_need_no_key(place: Place) -> None:
    place.project('[connect]\nprovider="openai"\n')
    assert place.load_offline().connect.provider == "openai"


def test_a_header_or_a_query_can_hold_the_key(place: Place) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    settings = place.load({"connect.provider": "openai", "connect.headers": headers})
    assert secrets_of(settings.connect) == (KEY,)
    url = f"wss://r.openai.azure.com/openai/realtime?deployment=d&api-key={KEY}"
    assert place.load({"connect.url": url}).connect.model == "d"


def test_azure(place: Place) -> None:
    env = {"AZURE_OPENAI_API_KEY": KEY, "AZURE_OPENAI_ENDPOINT": "https://r.openai.azure.com/"}
    named = {"connect.provider": "azure", "connect.model": "dep"}
    found = handshake_of(place.load(named, **env).connect)
    assert found.url == "wss://r.openai.azure.com/openai/v1/realtime?model=dep"
    assert "--model" in place.fails({"connect.provider": "azure"}, **env).hint
    del env["AZURE_OPENAI_ENDPOINT"]
    assert "AZURE_OPENAI_ENDPOINT is not set" in str(place.fails(named, **env))


def test_azure_preview_version(place: Place) -> None:
    connect = place.load(
        {"connect.provider": "azure-preview", "connect.model": "dep"},
        AZURE_OPENAI_AD_TOKEN="tok",
        AZURE_OPENAI_ENDPOINT="https://r.openai.azure.com",
        OPENAI_API_VERSION="2025-04-01-preview",
    ).connect
    found = handshake_of(connect)
    assert found.url.endswith("?api-version=2025-04-01-preview&deployment=dep")
    assert found.headers == {"Authorization": "Bearer tok"}


def test_an_address_decides_the_provider_but_not_who_gets_the_key(place: Place) -> None:
    settings = place.load({"connect.url": "ws://gateway.example/v1"}, OPENAI_API_KEY=KEY)
    assert (settings.connect.provider, settings.connect.key) == ("custom", "")
    assert settings.warnings == (
        "OPENAI_API_KEY is not sent to ws://gateway.example: add --provider openai to send it.",
    )
    known = place.load({"connect.url": "wss://api.openai.com/v1"}, OPENAI_API_KEY=KEY)
    assert (known.connect.provider, known.connect.key) == ("openai", KEY)


def test_address_and_provider_together(place: Place) -> None:
    both = {"connect.url": "ws://gateway.example/v1", "connect.provider": "openai"}
    settings = place.load(both, OPENAI_API_KEY=KEY)
    assert settings.connect.key == KEY
    assert settings.warnings == ("The key goes to ws://gateway.example without encryption.",)


def test_a_provider_on_the_command_line_outweighs_an_address_in_a_file(place: Place) -> None:
    place.project('[connect]\nurl="ws://127.0.0.1:1/v1"\n')
    connect = place.load({"connect.provider": "openai"}, OPENAI_API_KEY=KEY).connect
    assert handshake_of(connect).origin == "wss://api.openai.com"
    assert place.load().connect.provider == "custom"


def test_the_model_in_an_address_wins(place: Place) -> None:
    url = "wss://api.openai.com/v1/realtime?model=theirs"
    connect = place.load({"connect.url": url, "connect.model": "mine"}, OPENAI_API_KEY=KEY).connect
    assert connect.model == "theirs"
    assert handshake_of(connect).url == url


@pytest.mark.parametrize("name", ["OPENAI_BASE_URL", "REALTIME_INSPECTOR_URL"])
def test_a_wrong_address_names_its_variable(place: Place, name: str) -> None:
    env = {name: f"localhost:{KEY}", "OPENAI_API_KEY": KEY}
    assert str(place.fails(**env)).startswith(f"{name} in the environment: ")


def test_custom_needs_an_address(place: Place) -> None:
    assert place.fails({"connect.provider": "custom"}).hint == "Give it with --url."


@pytest.mark.parametrize(
    "text", ["OPENAI_BASE_URL=https://evil.example/v1\n", "REALTIME_INSPECTOR_PROVIDER=openai\n"
             "REALTIME_INSPECTOR_URL=https://evil.example/v1\n"]
)  # fmt: skip
def test_a_folder_cannot_send_the_users_key_elsewhere(place: Place, text: str) -> None:
    place.dotenv(text)
    error = place.fails(OPENAI_API_KEY=KEY)
    assert "https://evil.example" in str(error)
    assert "is not sent there" in str(error)


def test_nor_the_users_headers(place: Place) -> None:
    place.user(f'[connect.headers]\nX-Api-Key="{KEY}"\n')
    place.project('[connect]\nurl="wss://evil.example/v1"\n')
    assert "header X-Api-Key" in str(place.fails())


def test_a_folder_may_use_its_own_key_or_loopback(place: Place) -> None:
    place.dotenv(f"OPENAI_BASE_URL=https://gateway.example/v1\nOPENAI_API_KEY={KEY}\n")
    assert place.load().connect.key == KEY
    place.dotenv("OPENAI_BASE_URL=http://127.0.0.1:8765/v1\n")
    found = handshake_of(place.load(OPENAI_API_KEY=KEY).connect)
    assert found.url == "ws://127.0.0.1:8765/v1/realtime?model=gpt-realtime-2.1"


def test_a_folder_cannot_name_code_to_run(place: Place) -> None:
    place.project('[connect]\ntools="x.py"\n')
    place.dotenv("REALTIME_INSPECTOR_TOOLS=x.py\n")
    settings = place.load()
    assert settings.connect.tools == ""
    assert [text.partition(":")[0] for text in settings.warnings] == [
        ".env",
        "realtime-inspector.toml",
    ]
    place.user('[connect]\ntools="~/x.py"\n')
    assert place.load().connect.tools.endswith("/x.py")


def test_base_url_without_a_key(place: Place) -> None:
    settings = place.load(OPENAI_BASE_URL="http://127.0.0.1:1/v1")
    assert settings.connect.provider == "simulator"
    assert settings.warnings == (
        "OPENAI_BASE_URL is set but OPENAI_API_KEY is not: using the simulator.",
    )


def test_unknown_keys_are_warnings(place: Place) -> None:
    place.project('colour="red"\n[connect]\nmodle="x"\n')
    settings = place.load(REALTIME_INSPECTOR_FOO="1", REALTIME_INSPECTOR_DEBUG="1")
    assert settings.warnings == (
        "the environment: REALTIME_INSPECTOR_FOO is not a setting and is ignored.",
        "realtime-inspector.toml: colour is not a setting and is ignored.",
        "realtime-inspector.toml: connect.modle is not a setting and is ignored "
        "(did you mean connect.model?).",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[ui]\nlang='fr'", "ui.lang in realtime-inspector.toml: expected one of en, ja."),
        (
            "[ui]\nlongest_gap_s=-1",
            "ui.longest_gap_s in realtime-inspector.toml: expected a number of seconds, 0 or more.",
        ),
        (
            "[ui]\nlongest_gap_s=true",
            "ui.longest_gap_s in realtime-inspector.toml: expected a number",
        ),
        ("[ui]\nplain=1", "ui.plain in realtime-inspector.toml: expected true or false."),
        ("[connect]\nseed=true", "connect.seed in realtime-inspector.toml: expected a whole"),
        ("[connect]\nmodel=1", "connect.model in realtime-inspector.toml: expected text"),
        ("[ui]\nkeymap='x'", "ui.keymap in realtime-inspector.toml: expected a table of texts."),
        ("[connect.headers]\n'a b'='x'", "connect.headers in realtime-inspector.toml: expected a"),
        ("[ui", "realtime-inspector.toml cannot be read: "),
    ],
)
def test_wrong_values_name_file_key_and_what_is_allowed(
    place: Place, text: str, message: str
) -> None:
    place.project(text)
    assert str(place.fails()).startswith(message)


def test_wrong_variable(place: Place) -> None:
    error = place.fails(REALTIME_INSPECTOR_SEED="x")
    assert str(error) == "REALTIME_INSPECTOR_SEED in the environment: expected a whole number."


def test_files_that_are_not_text(place: Place) -> None:
    (place.cwd / ".env").write_bytes(b"A=\xff\n")
    assert str(place.fails()) == ".env cannot be read: it is not UTF-8."


def test_a_broken_line_of_dotenv_is_a_warning(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    place.dotenv(f"OPENAI_API_KEY={KEY}\n'\n")
    settings = place.load()
    assert settings.connect.key == KEY
    assert settings.warnings == (
        ".env: python-dotenv could not parse statement starting at line 2.",
    )
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("env", "lang"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ja", "LANG": "en"}, "ja"),
        ({"LANG": "ja", "REALTIME_INSPECTOR_LANG": "en"}, "en"),
    ],
)
def test_language(place: Place, env: dict[str, str], lang: str) -> None:
    assert place.load(**env).ui.lang == lang


def test_other_tables(place: Place) -> None:
    place.user(
        "[record]\nenabled=false\ndirectory='~/x'\n[ui]\nplain=true\n[ui.keymap]\n'log.next'='n'\n"
    )
    settings = place.load(TEXTUAL_THEME="nord")
    assert (settings.record.enabled, settings.ui.plain, settings.ui.theme) == (False, True, "nord")
    assert settings.record.directory.endswith("/x")
    assert settings.ui.keymap == {"log.next": "n"}


def test_no_secret_in_a_repr(place: Place) -> None:
    env = {
        "OPENAI_API_KEY": KEY,
        "REALTIME_INSPECTOR_URL": f"wss://api.openai.com/v1/realtime?api_key={KEY}",
    }
    settings = place.load({"connect.headers": {"X": KEY}}, **env)
    assert settings.connect.key == KEY
    assert KEY not in repr(settings)


def test_paths(tmp_path: Path) -> None:
    found = find_paths(
        {"XDG_CONFIG_HOME": "relative", "XDG_DATA_HOME": "/data"}, tmp_path, tmp_path
    )
    assert found.user_file == tmp_path / ".config/realtime-inspector/config.toml"
    assert str(found.captures) == "/data/realtime-inspector/captures"
    assert found.state == tmp_path / ".local/state/realtime-inspector"
