"""What the guide says about a rule of the linter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule's words in one language.

    Attributes:
        title: What is wrong, in a few words, without a full stop.
        message: What was found, as one sentence with `{placeholders}` for the finding's values.
        why: Why that is so, and what comes of it.
        fix: What to do, beginning with a verb.
    """

    title: str
    message: str
    why: str
    fix: str
