from . import (
    park_area,
    park_department,
    park_department_member,
    res_company,
    res_config_settings,
    res_lang,
    res_users,
)
