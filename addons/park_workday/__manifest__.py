{
    "name": "ParkDesk Working Days",
    "summary": "Official working-day lists and the arithmetic of promised dates",
    "version": "19.0.1.0.0",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "category": "Services/Park",
    "depends": ["park_guard"],
    "external_dependencies": {"python": ["chinesecalendar"]},
    "data": [
        "security/ir.model.access.csv",
        "security/park_workday_rules.xml",
        "views/park_workday_hours_views.xml",
        "views/park_workday_import_views.xml",
        "views/park_workday_year_views.xml",
        "data/park_workday_year.xml",
    ],
}
