"""What was heard when: the audio of a capture as two sides, each placed in time.

`SoundGatherer` takes the records; `track()` then places what it found:

- The user's audio begins when it arrives and plays on without a break while it keeps coming. Audio
  that was sent faster than it can be spoken (a file, a test) waits for what the agent is saying,
  and the answer waits for it: so such a session sounds like a conversation too.
- An item of the agent begins with its first delta, though not before the item before it has ended:
  deltas come faster than they can be played, and a player queues them.
- It ends early where `conversation.item.truncate(d)` says how much was played, or where
  `output_audio_buffer.cleared` stopped the player (lifecycles.md §6). A cancelled response alone
  cuts nothing: what was sent before can be played, and the model believes that it was.
- Without any times all is laid one after another, in the order in which it began.

Positions are frames: samples at 24 kHz since the first record that has a time.
"""

from realtime_inspector.analysis.soundtrack.gather import SoundGatherer
from realtime_inspector.analysis.soundtrack.model import (
    FRAMES_PER_MS,
    Clip,
    Run,
    Side,
    Tape,
    Track,
)
from realtime_inspector.analysis.soundtrack.tape import MeasuredTape

__all__ = [
    "FRAMES_PER_MS",
    "Clip",
    "MeasuredTape",
    "Run",
    "Side",
    "SoundGatherer",
    "Tape",
    "Track",
]
