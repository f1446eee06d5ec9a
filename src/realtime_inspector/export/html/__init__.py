"""HTML: one file that shows a session in any browser, without a network.

The page holds the conversation with its sound, the list of events and the sequence diagram. It
loads nothing: a content security policy in it forbids every request and every script but its own,
which are named by their hash. Blocked scripts leave the conversation, the diagram and a table of
events; with them the list can be searched and filtered, and shows the JSON of each event.

Whatever a server sent reaches the page as escaped text, or as JSON in a script element that no
browser runs, and the script puts it on the screen as text only.
"""

from realtime_inspector.export.html.page import HtmlExporter

__all__ = ["HtmlExporter"]
