import json

from odoo import models
from odoo.exceptions import AccessError
from odoo.http import request

from .masked_char import MaskedChar

EXPORT_RIGHT = "base.group_allow_export"
MOST_FIELDS = 60  # named in an entry


class Base(models.AbstractModel):
    """Whatever leaves the system as a file leaves an entry: what, which of it, how much, by whom."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        """Export as core does, with its right, and record it. Lists, groups and RPC all pass here."""
        exported = super().export_data(fields_to_export)
        self._record_export("list", fields_to_export, len(self), self._asked_filter())
        return exported

    def _check_export_right(self):
        """Refuse who may not take data out of the system, however it is packed."""
        if not (self.env.su or self.env.user.has_group(EXPORT_RIGHT)):
            raise AccessError(self.env._("You may read this, but not export it. Ask your administrator for the right."))

    def _asked_filter(self):
        """Return the filter of the list that is being exported, when the web client says it."""
        try:
            domain = json.loads(request.params["data"])["domain"] if request else None
        except (KeyError, TypeError, ValueError):
            return None
        return str(domain) if domain else None

    def _record_export(self, form, names, rows, filters=None):
        """Write one entry about an export of ``self``, and count what personal data it showed."""
        personal = sorted(path for path in names if self._is_personal_path(path))
        detail = {
            "form": form,
            "rows": rows,
            "fields": list(names)[:MOST_FIELDS],
            "filter": filters,
            "personal": personal,
        }
        self.env["park.audit"]._log("export", self._name, company=None, detail=detail)
        if personal:
            self.env["park.guard.masked"]._note_personal_reading(rows, "export")

    def _is_personal_path(self, path):
        """Return whether an export path such as ``child_ids/phone`` ends in masked personal data."""
        model, field = self, None
        for name in path.replace(".", "/").split("/"):
            field = model._fields.get(name)
            if field is None:
                return False
            model = self.env[field.comodel_name] if field.relational else model
        return isinstance(field, MaskedChar)
