{
    "name": "ParkDesk Deadlines",
    "summary": "Clocks for everything with a limit: start, pause, extend, meet, miss, chase",
    "version": "19.0.1.0.0",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "category": "Services/Park",
    "depends": ["mail", "park_base", "park_workday"],
    "data": [
        "security/ir.model.access.csv",
        "security/park_deadline_rules.xml",
        "data/park_sla_profile.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "views/park_sla_profile_views.xml",
        "views/park_deadline_views.xml",
        "views/park_deadline_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["park_deadline/static/src/park_lamp/*"],
        "web.assets_unit_tests": ["park_deadline/static/tests/*.test.js"],
    },
}
