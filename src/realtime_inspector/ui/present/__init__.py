"""Pure functions from domain values to what is drawn."""
