from __future__ import annotations

from pathlib import Path

import pytest

from realtime_inspector.cli import listening
from realtime_inspector.cli.commands import simulate
from realtime_inspector.core.errors import UsageError
from realtime_inspector.simulator.settings import SimulatorSettings


def test_the_guide_names_what_to_trust_only_with_tls() -> None:
    settings = SimulatorSettings(require_key="secret")
    plain = simulate.guide("ws://127.0.0.1:1/v1/realtime", settings)
    assert "http://127.0.0.1:1/v1" in plain
    assert "NODE_EXTRA_CA_CERTS" not in plain
    assert "secret" not in plain.replace("client secrets", "").replace("client_secrets", "")
    authority = Path("tls") / "authority.pem"
    tls = simulate.guide("wss://127.0.0.1:1/v1/realtime", settings, authority)
    assert "https://127.0.0.1:1/v1" in tls
    assert f"NODE_EXTRA_CA_CERTS={authority}" in tls


def test_a_folder_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="ascii")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    with pytest.raises(UsageError) as caught:
        listening.tls_context(wanted=True)
    assert "XDG_DATA_HOME" in caught.value.hint
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    context, authority = listening.tls_context(wanted=True)
    assert context is not None
    assert authority is not None
    assert authority.is_relative_to(tmp_path)
    assert listening.tls_context(wanted=False) == (None, None)
