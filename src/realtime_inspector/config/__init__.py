"""Settings: what they are, where they come from, and where files belong."""
