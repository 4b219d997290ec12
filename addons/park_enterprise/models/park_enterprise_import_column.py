from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The fields a file may bring, and no others: no ids, no zone, no state.
TARGETS = [
    ("name", "Enterprise name"),
    ("uscc", "Credit code"),
    ("registration_no", "Registration number"),
    ("former_name", "Former name"),
    ("founded_on", "Founded on"),
    ("company_type", "Company type"),
    ("capital", "Registered capital"),
    ("province", "Province"),
    ("city", "City"),
    ("address", "Address"),
    ("area", "Area"),
    ("industry", "Industry"),
    ("tier", "Tier"),
    ("stage", "Stage"),
    ("phone", "Telephone"),
    ("email", "E-mail"),
    ("website", "Web site"),
    ("contact", "Contact person"),
    ("contact_phone", "Telephone of the contact"),
    ("contact_position", "Position of the contact"),
    ("officer", "Account manager"),
]


class ParkEnterpriseImportColumn(models.Model):
    """A column of the file and the field it fills; an empty field leaves the column out."""

    _name = "park.enterprise.import.column"
    _description = "Column of an Enterprise Import"
    _inherit = ["park.guard.mixin"]
    _order = "place, id"
    _guard_protected = ("place", "title", "sample", "is_hidden")

    import_id = fields.Many2one("park.enterprise.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    place = fields.Integer("Column", required=True, readonly=True, help="Counted from 0, as in the file.")
    title = fields.Char("Column in the file", readonly=True)
    sample = fields.Char("First values", readonly=True)
    is_hidden = fields.Boolean("Hidden in the file", readonly=True)
    field = fields.Selection(TARGETS)

    _place_uniq = models.Constraint("UNIQUE(import_id, place)", "A column of a file is listed once.")

    @api.model
    def _field_labels(self):
        """Return ``{field: label}`` in the language of the reader."""
        return dict(self._fields["field"]._description_selection(self.env))

    @api.constrains("field", "import_id")
    def _check_once(self):
        """Refuse two columns for one field."""
        for batch in self.import_id:
            chosen = [column.field for column in batch.column_ids if column.field]
            twice = next((field for field in chosen if chosen.count(field) > 1), None)
            if twice:
                raise ValidationError(
                    self.env._("Two columns are given to “%s”. Leave one of them out.", self._field_labels()[twice])
                )

    def write(self, vals):
        """A changed mapping makes the preview worthless."""
        result = super().write(vals)
        if "field" in vals:
            self.import_id._forget_preview()
        return result
