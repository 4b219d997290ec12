from urllib.parse import quote

from odoo import api, models
from odoo.exceptions import UserError

FORMATS = ("xlsx", "pdf", "docx")
MAX_RECORDS = 20_000
MAX_URL = 60_000  # Odoo's own server reads at most 64 KiB of a request line


class ParkSheetSource(models.AbstractModel):
    """A model whose records can be handed over as sheets.

    A heir names its sheets in ``_sheet_keys`` (an extension names only its own) and makes them in
    ``_sheets``; ``/park/sheet/<model>/<key>/<ids>.<format>`` serves them to whoever may read the
    records. What is an official document as pdf and docx is made in ``_documents``.
    """

    _name = "park.sheet.source"
    _description = "Source of Sheets"

    _sheet_keys = ()

    @api.model
    def _all_sheet_keys(self):
        """Return the keys named by the model and by everything that extends it."""
        return {key for base in type(self).mro() for key in vars(base).get("_sheet_keys", ())}

    def _sheets(self, key):
        """Return the list of ``Sheet`` that ``key`` stands for, over the records in self."""
        raise NotImplementedError(f"{self._name} has no sheets called {key!r}")

    def _documents(self, key):
        """Return the ``Official`` documents that ``key`` stands for as pdf and docx; None: its sheets are laid out."""
        return None

    def _pdf_page(self, key):
        """Return the page that ``key`` is as pdf, where an addon lays it out by itself, or None."""
        return None

    def _sheet_filename(self, key):
        """Return the name of the file without its extension."""
        return self.env["ir.model"]._get(self._name).name

    def _on_sheet_export(self, key, fmt):
        """Take note that the sheets ``key`` of self are being handed out; a hook."""

    def action_sheet(self):
        """Download what a button names in its context: sheet_key, sheet_format (xlsx)."""
        self.check_access("read")
        context = self.env.context
        return self._sheet_action(context.get("sheet_key"), context.get("sheet_format", "xlsx"))

    def _sheet_action(self, key, fmt="xlsx"):
        """Return the action that downloads sheets; refuse an empty or a very long selection."""
        if key not in self._all_sheet_keys() or fmt not in FORMATS:
            raise UserError(self.env._("There is no sheet called “%(key)s.%(format)s”.", key=key, format=fmt))
        if not self.ids:
            raise UserError(self.env._("Select at least one record to export."))
        url = f"/park/sheet/{self._name}/{quote(key)}/{join_ids(self.ids)}.{fmt}"
        if len(self.ids) > MAX_RECORDS or len(url) > MAX_URL:
            raise UserError(self.env._("%s records are too many for one file. Narrow the selection.", len(self.ids)))
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}


def join_ids(ids):
    """Return ``ids`` as text in their order, with runs abbreviated: ``3,7-9``."""
    runs = []
    for record_id in ids:
        if runs and record_id == runs[-1][1] + 1:
            runs[-1][1] = record_id
        else:
            runs.append([record_id, record_id])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def split_ids(text):
    """Return the ids written by ``join_ids``, each once; refuse anything else with ValueError."""
    ids = {}
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in (first, last or first)):
            raise ValueError("an id is a positive number")
        run = range(int(first), int(last or first) + 1)
        if not run or not run.start or len(ids) + len(run) > MAX_RECORDS:
            raise ValueError("an empty run, or too many ids")
        ids.update(dict.fromkeys(run))
    return list(ids)
