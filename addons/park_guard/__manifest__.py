{
    "name": "ParkDesk Guard",
    "summary": "Roles, guarded references, protected fields and an append-only audit",
    "version": "19.0.1.0.0",
    "category": "Services/Park",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "depends": ["base", "mail", "rpc", "web"],
    "external_dependencies": {"python": ["defusedxml", "pillow"]},
    "data": [
        "security/park_guard_groups.xml",
        "security/ir.model.access.csv",
        "security/park_guard_rules.xml",
        "data/ir_config_parameter.xml",
        "data/ir_cron.xml",
        "views/park_alarm_views.xml",
        "views/park_audit_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["park_guard/static/src/**/*"],
        "web.assets_unit_tests": ["park_guard/static/tests/*.test.js"],
    },
}
