from odoo import fields
from odoo.tools import SQL

from ..core import personal


class MaskedChar(fields.Char):
    """A text of personal data: masked wherever somebody reads it who does not need it.

    The model decides by ``_park_hides(field)`` (one record) and ``_park_shown_sql(alias, field)``. Elevated
    rights see the value, the cache holds it; whatever reads as the person, be it a list, a form, an export,
    a sheet or an onchange, gets the mask. For searches, orders and groups a masked value is no value, so
    that nobody learns it by asking. ``park_purpose`` says what the data is kept for (PIPL, article 6).
    """

    park_purpose = ""

    def convert_to_record(self, value, record):
        value = super().convert_to_record(value, record)
        if not value or record.env.su:
            return value
        owner = self._park_owner(record)
        hides = getattr(owner, "_park_hides", None)  # models that only lend the field may show it
        return personal.mask(value) if hides and hides(self) else value

    def _park_owner(self, record):
        """Return the record whose data it is: of a related field, the one at the end of its path."""
        owner = record.sudo()  # sudo: whose data it is decides what is shown
        for name in (self.related or "").split(".")[:-1]:
            owner = owner[name][:1]
        return owner.with_env(record.env)


def shown_only(model, field, alias, sql):
    """Return the SQL of a masked field: nothing in the rows where this user sees the mask."""
    shown = model._park_shown_sql(alias, field)
    return sql if shown is None else SQL("(CASE WHEN %s THEN %s END)", shown, sql)
