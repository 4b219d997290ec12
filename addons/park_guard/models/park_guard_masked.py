from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL

from ..core import personal
from .masked_char import MaskedChar, shown_only

MINUTES, MOST_PEOPLE = 10, 200  # more people than that in so many minutes ring (system parameter park_guard.bulk_read)
PORTION = 20  # people seen in one process before they are written down
SEEN = {}  # {(database, user id): people seen and not yet written}
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

    def _read_format(self, fnames, load="_classic_read"):
        if request and not self.env.su and self._masked_fields().keys() & set(fnames):
            self._note_personal_reading(len(self._park_shown_people()), "read")
        return super()._read_format(fnames, load)

    def _park_shown_people(self):
        """Return those of self whose personal data this user sees although it is masked for others."""
        return self.filtered(lambda record: record._origin.id and not record.park_is_masked)

    @api.model
    def _note_personal_reading(self, count, channel):
        """Count personal data of ``count`` people as seen; ring when one person sees unusually many.

        Counted in this process and written in portions, so that reading costs nothing; an alarm can be
        late by a portion for each process.
        """
        key = self.env.cr.dbname, self.env.uid
        seen = SEEN.get(key, 0) + count
        if seen < PORTION and channel == "read":
            SEEN[key] = seen
            return
        # on a replica the server answers a write by asking the primary again: the count stays until it is written
        self._write_personal_reading(seen, channel)
        SEEN.pop(key, None)

    @api.model
    def _write_personal_reading(self, count, channel):
        audit = self.env["park.audit"]
        audit._log("read.personal", detail={"people": count, "channel": channel})
        [(recent,)] = self.env.execute_query(
            SQL(
                """SELECT sum((detail->>'people')::int) FROM park_audit
                    WHERE user_id = %s AND action = 'read.personal'
                      AND at > %s - make_interval(mins => %s)""",
                *(self.env.uid, self.env.cr.now(), MINUTES),
            )
        )
        # sudo: the limit is a setting
        limit = int(self.env["ir.config_parameter"].sudo().get_param("park_guard.bulk_read", MOST_PEOPLE))
        if recent > limit:
            user = self.env.user
            detail = {"user": user.id, "login": user.login, "people": recent, "minutes": MINUTES}
            self.env["park.alarm"]._ring("bulk_read", f"{user.name} ({user.id})", detail, audit._caller_company())

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
