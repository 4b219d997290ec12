from . import park_classification_import
from . import park_officer_change
