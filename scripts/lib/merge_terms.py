"""Carry the terms of a template into a translation: new ones empty, gone ones dropped, the rest kept.

The moment of the export is left out of both files: it would differ each time and say nothing.
"""

import sys
from pathlib import Path

import polib


def merge(template_path, translation_path):
    """Rewrite the translation in the template's order; return the terms without a translation."""
    template = polib.pofile(template_path)
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        template.metadata.pop(name, None)
    template.save(template_path)
    known = {}
    if Path(translation_path).exists():
        known = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in polib.pofile(translation_path)}
    for entry in template:
        entry.msgstr = known.get((entry.msgctxt, entry.msgid), "")
    template.metadata |= {"Language": "zh_CN"}
    template.save(translation_path)
    return [entry.msgid for entry in template if not entry.msgstr]


lacking = merge(*sys.argv[1:3])
for msgid in lacking:
    print(f"  no Chinese: {msgid!r}", file=sys.stderr)
sys.exit(bool(lacking))
