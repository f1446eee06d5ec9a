"""Which brain the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.simulator.brain import RuleBrain
from realtime_inspector.simulator.chat_brain import ChatBrain
from realtime_inspector.simulator.scenario import ScenarioBrain

if TYPE_CHECKING:
    from realtime_inspector.simulator.plan import Brain
    from realtime_inspector.simulator.settings import SimulatorSettings


def choose_brain(settings: SimulatorSettings) -> Brain:
    """A new brain for a connection: the scenario first, then a chat endpoint or the rules."""
    rules: Brain = RuleBrain(comments=settings.commentary)
    brain = rules if settings.chat is None else ChatBrain()
    if settings.scenario is None:
        return brain
    return ScenarioBrain(settings.scenario.turns, brain)
