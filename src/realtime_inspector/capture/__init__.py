"""The only code that opens capture files: writing ours, reading everybody's."""
