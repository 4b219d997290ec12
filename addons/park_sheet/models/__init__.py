from . import park_document
from . import park_sheet_source
