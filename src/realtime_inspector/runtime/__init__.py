"""Joins sources, recorder and store; used by the screen and by every command."""
