{
    "name": "ParkDesk Base",
    "summary": "Zones, areas, departments and their people, menus and basic settings",
    "version": "19.0.1.0.0",
    "category": "Services/Park",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "depends": ["mail", "park_guard", "park_workday"],
    "data": [
        "security/ir.model.access.csv",
        "security/park_base_rules.xml",
        "data/res_lang.xml",
        "views/web_layout.xml",
        "views/park_area_views.xml",
        "views/park_department_views.xml",
        "views/res_config_settings_views.xml",
        "views/park_base_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["park_base/static/src/scss/park_base.scss"],
        "web.assets_frontend": ["park_base/static/src/scss/park_base.scss"],
    },
    "application": True,
}
