from . import parts, states, track, window
