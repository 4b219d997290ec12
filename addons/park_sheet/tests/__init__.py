from . import test_document, test_native_export, test_sheet_route
