"""Sans-I/O heart: records, events, the state fold. No files, sockets, clocks or widgets."""
