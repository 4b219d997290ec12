from . import (
    park_area,
    park_department,
    park_department_member,
    park_ledger,
    res_company,
    res_config_settings,
    res_lang,
    res_users,
)
