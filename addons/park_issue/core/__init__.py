from . import states
