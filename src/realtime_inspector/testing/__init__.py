"""The simulator inside your tests: a Realtime API that costs nothing and misbehaves on demand.

    import json
    from realtime_inspector.testing import simulator
    from websockets.asyncio.client import connect

    async def test_my_app_survives_a_rate_limit():
        async with simulator("rate-limit", seed=7) as api, connect(api.url) as socket:
            await socket.send(json.dumps({"type": "response.create"}))
            async for frame in socket:
                if json.loads(frame)["type"] == "response.done":
                    break
        assert api.received("response.done")[0]["response"]["status"] == "failed"

`simulator` is for asynchronous tests; `simulator_in_thread` is the same for all others. The
pytest fixture is in `realtime_inspector.pytest_plugin`. Point clients of the official packages
at `base_url`. The built-in scenarios are listed by `realtime-inspector simulate --list-scenarios`.

`serve_capture` and `serve_capture_in_thread` are servers too, but play what a capture holds, and
raise `CaptureMismatch` when the client did not do what was recorded.
"""

from __future__ import annotations

from realtime_inspector.testing.running import RunningServer
from realtime_inspector.testing.served import (
    CaptureMismatch,
    RunningCapture,
    serve_capture,
    serve_capture_in_thread,
)
from realtime_inspector.testing.simulated import RunningSimulator, simulator, simulator_in_thread

__all__ = [
    "CaptureMismatch",
    "RunningCapture",
    "RunningServer",
    "RunningSimulator",
    "serve_capture",
    "serve_capture_in_thread",
    "simulator",
    "simulator_in_thread",
]
