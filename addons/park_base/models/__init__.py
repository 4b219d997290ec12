# ruff: noqa: I001 (the mixin before the models that inherit it)
from . import park_term
from . import (
    park_area,
    park_department,
    park_department_member,
    park_figure,
    park_figure_engine,
    park_figure_source,
    park_ledger,
    res_company,
    res_config_settings,
    res_lang,
    res_users,
)
