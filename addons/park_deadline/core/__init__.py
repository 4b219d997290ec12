from .clock import due_on, lamp, resumed, yellow_on
