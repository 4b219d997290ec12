"""Data files hold elements alone: text between them is an element that lost its first line, and is ignored silently."""

from pathlib import Path

import pytest
from lxml import etree

ADDONS = Path(__file__).parents[1] / "addons"
FILES = [
    path
    for folder in ("data", "demo", "security", "views", "wizards")
    for path in sorted(ADDONS.glob(f"*/{folder}/*.xml"))
]
HOLDERS = ("odoo", "data")


def stray_texts(root):
    """Return the texts that stand directly in ``root`` or its ``<data>``.

    >>> stray_texts(etree.fromstring('<odoo><menuitem id="a"/> id="b" /&gt;</odoo>'))
    ['id="b" />']
    """
    holders = [root, *root.iter("data")] if root.tag in HOLDERS else []
    texts = [text for holder in holders for text in (holder.text, *(child.tail for child in holder))]
    return [text.strip() for text in texts if text and text.strip()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_no_text_stands_between_records(path):
    assert stray_texts(etree.parse(str(path)).getroot()) == []
