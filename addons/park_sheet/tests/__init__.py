from . import test_document
from . import test_native_export
from . import test_sheet_route
