from . import test_enterprise_code
from . import test_enterprise_officer
from . import test_enterprise_rights
from . import test_enterprise_screens
from . import test_enterprise_search
from . import test_import_enterprises
from . import test_park_timeline
