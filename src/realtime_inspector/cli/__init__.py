"""The command line: parses, calls the inner layers, prints."""
