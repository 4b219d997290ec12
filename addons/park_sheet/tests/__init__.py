from . import test_document, test_native_export, test_official_document, test_sheet_route
