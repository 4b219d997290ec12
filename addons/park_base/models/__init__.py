from . import park_area
from . import park_department
from . import park_department_member
from . import res_company
from . import res_config_settings
from . import res_lang
from . import res_users
