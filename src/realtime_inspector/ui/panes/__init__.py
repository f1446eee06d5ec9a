"""The panes of the main screen. A pane gets all it shows through its own methods."""
