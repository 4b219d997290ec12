from . import parts, states
