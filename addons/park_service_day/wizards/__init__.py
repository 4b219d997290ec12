from . import park_service_day_proposal
