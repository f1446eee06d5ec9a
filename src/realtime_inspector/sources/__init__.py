"""Ways to obtain records. Each module is one; all of them emit the same `Record`."""
