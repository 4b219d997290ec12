from . import park_document, park_sheet_source
