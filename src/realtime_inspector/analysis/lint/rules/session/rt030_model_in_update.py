"""RT030: a session.update that names another model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from realtime_inspector.analysis.lint.rule import Rule
from realtime_inspector.analysis.lint.session_facts import without_date
from realtime_inspector.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.lint.rule import Sight


class ModelInUpdate(Rule):
    """The model is chosen with the connection and stays."""

    id: ClassVar = "RT030"
    name: ClassVar = "model-in-update"
    severity: ClassVar = Severity.INFO
    types: ClassVar = ("session.update",)
    # Others, such as GLM, choose the model in the session (dialects.md §8).
    is_clone_safe: ClassVar = False
    evidence: ClassVar = ("the official SDK's documentation of session.update",)

    def feed(self, now: Sight) -> Iterator[Finding]:
        """An update with a model that is not the session's, snapshots of one counted as one."""
        asked = now.event.text("session", "model")
        model = now.before.session.effective.get("model")
        if not asked or not isinstance(model, str):
            return
        if asked != model and asked != without_date(model) and without_date(asked) != model:
            yield self.found(now.seq, asked=asked, model=model)
