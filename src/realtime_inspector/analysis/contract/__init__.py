"""The session contract: what was asked for, what was accepted, what the traffic shows."""

from __future__ import annotations

from realtime_inspector.analysis.contract.clauses import contract_of
from realtime_inspector.analysis.contract.kept import not_kept
from realtime_inspector.analysis.contract.model import Clause, Verdict
from realtime_inspector.analysis.contract.observer import Observer

__all__ = ["Clause", "Observer", "Verdict", "contract_of", "not_kept"]
