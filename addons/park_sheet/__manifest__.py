{
    "name": "ParkDesk Sheets",
    "summary": "Sheets as data, laid out as workbooks and PDF; exports where text stays text",
    "version": "19.0.1.0.0",
    "category": "Services/Park",
    "author": "ParkDesk",
    "license": "LGPL-3",
    "depends": ["web"],
    "external_dependencies": {"python": ["xlsxwriter", "python-docx"]},
    "data": [
        "security/ir.model.access.csv",
        "report/sheet_document.xml",
        "report/official_document.xml",
    ],
}
