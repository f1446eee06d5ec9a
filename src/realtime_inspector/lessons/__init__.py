"""Lessons: a person learns the API by doing, and each step waits until it was really done."""
