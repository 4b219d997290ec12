from .clock import due_on, lamp, ran_out, resumed, yellow_on
