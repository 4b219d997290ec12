from . import park_classification_import, park_officer_change
