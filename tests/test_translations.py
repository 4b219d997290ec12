"""Every addon speaks Chinese completely: no term of its template is missing, empty or doubtful."""

import re
from pathlib import Path

import polib
import pytest

ADDONS = Path(__file__).parents[1] / "addons"
FILES = sorted(ADDONS.glob("*/i18n/zh_CN.po"))
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w+\}")


def addon_of(path):
    """Name a parametrised case after its addon."""
    return path.parts[-3]


@pytest.mark.parametrize("path", FILES, ids=addon_of)
def test_translation_is_complete(path):
    po = polib.pofile(str(path), check_for_duplicates=True)
    template = polib.pofile(str(path.with_name(f"{addon_of(path)}.pot")))
    terms = {entry.msgid for entry in template if not entry.obsolete}
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []
    assert terms - {entry.msgid for entry in po.translated_entries()} == set()


@pytest.mark.parametrize("path", FILES, ids=addon_of)
def test_placeholders_survive_translation(path):
    broken = [
        entry.msgid
        for entry in polib.pofile(str(path)).translated_entries()
        if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert broken == []


def test_every_addon_with_texts_is_translated():
    """An addon with models, views or scripts has texts and hence a translation."""
    silent = [
        path.parent.name
        for path in sorted(ADDONS.glob("*/__manifest__.py"))
        if any((path.parent / part).is_dir() for part in ("models", "views", "static/src"))
        and not (path.parent / "i18n/zh_CN.po").exists()
    ]
    assert silent == []
