{
    "name": "ParkDesk Demo",
    "summary": "An invented zone with its people, firms and one service day",
    "version": "19.0.1.0.0",
    "category": "Services/Park",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "depends": ["park_suite"],
    "data": [
        "demo/zone.xml",
        "demo/users.xml",
        "demo/departments.xml",
        "demo/profiles.xml",
    ],
    "post_init_hook": "post_init_hook",
}
