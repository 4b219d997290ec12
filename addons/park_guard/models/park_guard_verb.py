from odoo import models
from odoo.exceptions import LockError, UserError

from ..core import personal
from .masked_char import MaskedChar


class ParkGuardVerb(models.AbstractModel):
    """The steps of a verb: check, change, record. A batch succeeds or is refused as a whole."""

    _name = "park.guard.verb"
    _description = "Park Guard: Verbs"

    def _require_state(self, *states, field="state"):
        """Refuse unless every record is in one of ``states``; the message names the first that is not."""
        for record in self:
            if record[field] not in states:
                labels = dict(record._fields[field]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(record)s: this is not possible in the state “%(state)s”.",
                        record=record.display_name,
                        state=labels.get(record[field], record[field] or "—"),
                    )
                )

    def _lock(self):
        """Lock the rows until the end of the transaction, or say that somebody else is at work."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError:
            raise UserError(
                self.env._("Somebody else is changing this right now. Please try again in a moment.")
            ) from None

    def _audit(self, action, detail=None):
        """Record ``action`` for every record of self in one statement, in this transaction."""
        self.env["park.audit"]._record(self, action, dict.fromkeys(self.ids, detail))

    def _transition(self, vals, action, detail=None):
        """Lock, write protected ``vals`` and record old and new values under ``action``."""
        return self._transition_each(dict.fromkeys(self.ids, vals), action, detail)

    def _transition_each(self, vals_by_id, action, detail=None):
        """As ``_transition`` with ``{record id: vals}``: one lock and one audit statement for the batch."""
        self._lock()
        before = {record.id: record._audit_values(vals_by_id[record.id]) for record in self}
        for records in self.grouped(lambda record: id(vals_by_id[record.id])).values():
            records._unlocked().write(vals_by_id[records[0].id])
        details = {}
        for record in self:
            after = record._audit_values(vals_by_id[record.id])
            changes = {name: [old, after[name]] for name, old in before[record.id].items() if old != after[name]}
            details[record.id] = {**(detail or {}), "changes": changes}
        self.env["park.audit"]._record(self, action, details)
        return True

    def _audit_values(self, names):
        """Return the named fields of one record as plain values for the audit."""
        # sudo: a record of what changes, links included that the caller cannot follow
        record = self.sudo()
        return {name: record._audit_value(name) for name in names if name in self._fields}

    def _audit_value(self, name):
        """Return one field as the audit keeps it: personal data masked, for the audit is never erased."""
        value = self.env["park.audit"]._plain(self[name])
        return personal.mask(value) if isinstance(self._fields[name], MaskedChar) and value else value
