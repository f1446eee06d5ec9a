from __future__ import annotations

import json
import random

from tests.support.simulator import START, Session

from realtime_inspector.simulator.client_secrets import PATH, ClientSecrets
from realtime_inspector.simulator.front import PlainRequest
from realtime_inspector.simulator.settings import SimulatorSettings


def secrets() -> ClientSecrets:
    return ClientSecrets(SimulatorSettings(), random.Random(1))  # noqa: S311 - for variety, not for secrets


def test_a_secret_opens_sessions_until_it_expires() -> None:
    store = secrets()
    body = json.dumps({"expires_after": {"anchor": "created_at", "seconds": 10}}).encode()
    made = json.loads(store.answer(PlainRequest("POST", PATH, body=body), START - 9).body)
    grant = store.find(made["value"])
    assert grant is not None
    key = {
        "authorization": f"Bearer {made['value']}",
        "granted": grant.session,
        "granted_until": grant.expires_at,
    }
    assert Session(request=key, require_key="k").events[0]["type"] == "session.created"
    late = Session(request=key | {"granted_until": START})
    assert late.events[0]["error"]["code"] == "invalid_api_key"
    assert late.engine.closing is not None


def test_the_oldest_secrets_are_forgotten() -> None:
    store = secrets()
    request = PlainRequest("POST", PATH)
    first = json.loads(store.answer(request, START).body)["value"]
    for _ in range(10_000):
        store._grant({"type": "realtime"}, START, 60)
    assert store.find(first) is None
    assert store.find(None) is None
