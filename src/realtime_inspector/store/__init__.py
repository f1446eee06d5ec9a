"""The log, the state after it, and filtered views of it. Single writer, no I/O."""
