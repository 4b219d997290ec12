from . import park_document, park_document_official, park_sheet_source
