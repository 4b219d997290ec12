from . import callback, closure, parts, states, track, window
