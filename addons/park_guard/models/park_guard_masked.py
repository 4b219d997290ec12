from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import personal
from .masked_char import MaskedChar, shown_only

SHORTEST_REASON = 4  # characters: "call-back" in Chinese


class ParkGuardMasked(models.AbstractModel):
    """For models with ``MaskedChar`` fields: a mask never overwrites what it hides, and reveals are on record."""

    _name = "park.guard.masked"
    _description = "Park Guard: Masked Personal Data"

    park_is_masked = fields.Boolean("Personal data masked", compute="_compute_park_is_masked")

    @api.depends_context("uid")
    def _compute_park_is_masked(self):
        """Say whose personal data this user sees masked; the heir decides."""
        self.park_is_masked = True

    def _park_hides(self, field):
        """Return whether this user sees ``field`` of this record masked. A record being made hides nothing."""
        return bool(self._origin.id) and self.park_is_masked

    @api.model
    def _park_shown_sql(self, alias, field):
        """Return the SQL condition of the rows that this user sees unmasked; None means all of them."""
        return SQL("FALSE")

    @api.model
    def _masked_fields(self):
        """Return ``{name: field}`` of the personal data of this model."""
        return {name: field for name, field in self._fields.items() if isinstance(field, MaskedChar)}

    def _fetch_query(self, query, fields):
        query.park_fetches = True  # the cache holds true values; they are masked on the way out
        return super()._fetch_query(query, fields)

    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        field = self._fields.get(field_expr)
        if self.env.su or not isinstance(field, MaskedChar) or getattr(query, "park_fetches", False):
            return sql
        return shown_only(self, field, alias, sql)

    @api.model
    def _drop_masks(self, vals):
        """Return ``vals`` without masks that a form or a file sends back."""
        masked = self._masked_fields()
        return {name: value for name, value in vals.items() if name not in masked or not personal.is_masked(value)}

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._drop_masks(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._drop_masks(vals))

    def park_reveal(self, reason):
        """Return ``{field: value}`` of the personal data of one record; who looked, and why, is on record."""
        self.ensure_one()
        self.check_access("read")
        reason = (reason or "").strip()
        if len(reason) < SHORTEST_REASON:
            raise UserError(self.env._("Say in a few words why you need this: it is recorded."))
        # sudo: the values themselves, after the check; the entry below is written in the same transaction
        values = {name: self.sudo()[name] for name, field in self._masked_fields().items() if self.sudo()[name]}
        self.env["park.audit"]._record(self, "reveal", {self.id: {"reason": reason, "fields": sorted(values)}})
        return values
