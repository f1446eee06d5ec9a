"""What was said as subtitles: who, from when to when, in lines that fit a screen.

The times are those of `analysis.soundtrack`, so they fit the WAV export. The API tells no time for
a word; a text is spread over its audio by the room that it takes. An answer that was interrupted
ends at what was heard. What has no audio (typed text, audio that somebody cut out of the capture)
is shown from when it was mentioned, for as long as reading takes.
"""

from realtime_inspector.analysis.captions.cues import Cue, cues
from realtime_inspector.analysis.captions.live import LiveWords

__all__ = ["Cue", "LiveWords", "cues"]
