"""Pure functions over records and states."""
