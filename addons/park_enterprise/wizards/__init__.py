from . import park_classification_import
