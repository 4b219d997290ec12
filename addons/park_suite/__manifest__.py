{
    "name": "ParkDesk Suite",
    "summary": "Installs every ParkDesk addon, glue included",
    "version": "19.0.1.0.0",
    "category": "Services/Park",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "depends": [
        "park_guard",
        "park_workday",
        "park_sheet",
        "park_base",
        "park_deadline",
        "park_enterprise",
        "park_issue",
        "park_service_day",
    ],
}
