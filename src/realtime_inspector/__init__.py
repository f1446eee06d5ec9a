"""A full-screen terminal inspector for the OpenAI Realtime API."""

from __future__ import annotations

__version__ = "0.1.0"
