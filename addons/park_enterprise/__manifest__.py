{
    "name": "ParkDesk Enterprises",
    "summary": "Firms of a zone with credit code, tier, service team, open questions and one timeline",
    "version": "19.0.1.0.0",
    "category": "Services/Park",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "depends": ["contacts", "park_base", "park_deadline", "park_sheet"],
    "external_dependencies": {"python": ["pypinyin", "python-stdnum"]},
    "data": [
        "security/ir.model.access.csv",
        "security/park_enterprise_rules.xml",
        "data/res.partner.industry.csv",
        "data/ir_cron.xml",
        "views/park_enterprise_officer_views.xml",
        "views/park_enterprise_question_views.xml",
        "views/res_partner_views.xml",
        "views/park_enterprise_import_views.xml",
        "views/park_enterprise_menus.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "park_enterprise/static/src/**/*",
        ],
        "web.assets_unit_tests": ["park_enterprise/static/tests/*.test.js"],
    },
}
