"""Records with titles are found by two neighbouring characters, as firms are, without columns of their own."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import search_keys
from .res_partner_search import like_pattern


class ParkSearch(models.AbstractModel):
    """What is searched by words of its title and number; search views say ``park_search``.

    An index over the neighbouring pairs of characters answers; nothing is stored beside the texts.
    """

    _name = "park.search.mixin"
    _description = "Found by Two Characters"

    _park_search_texts = ("name", "number")  # two stored text fields of the model

    park_search = fields.Char(
        "Title or number",
        compute="_compute_park_search",
        search="_search_park_search",
        help="Any part of the title or of the number, from two characters on.",
    )

    def init(self):
        """Make the index of the pairs; computing them costs more than the planner would think."""
        result = super().init()
        if not self._abstract:
            self.env.cr.execute("ALTER FUNCTION park_search_keys(text, text, text, text) COST 2000")
            self.env.cr.execute(
                SQL(
                    "CREATE INDEX IF NOT EXISTS %s ON %s USING gin (%s) WITH (gin_pending_list_limit = 256)",
                    SQL.identifier(f"{self._table}_park_search_idx"),
                    SQL.identifier(self._table),
                    self._park_search_sql("park_search_keys"),
                )
            )
        return result

    def _compute_park_search(self):
        self.park_search = False

    @api.model
    def _search_park_search(self, operator, value):
        """Return the records in which every typed word is found."""
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return NotImplemented
        return Domain.AND(map(self._park_search_word, search_keys.tokens(value)))

    @api.model
    def _search_display_name(self, operator, value):
        if operator == "ilike" and isinstance(value, str) and value.strip():
            return self._search_park_search(operator, value)
        return super()._search_display_name(operator, value)

    @api.model
    def _park_search_word(self, word):
        """Return the domain of the records in which one word is found: by the index first, then exactly."""
        like = f"%{like_pattern(word)}%"
        pairs = search_keys.pairs(word)

        def to_sql(model, alias, query):
            # initials and code, which only firms have, would follow the texts
            texts = SQL(r"split_part(%s, E'\n~', 1)", model._park_search_sql("park_search_text", alias))
            exactly = SQL("%s LIKE %s", texts, like)
            if not pairs:  # a single character
                return exactly
            return SQL("(%s @> %s::text[] AND %s)", model._park_search_sql("park_search_keys", alias), pairs, exactly)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _park_search_sql(self, function, alias=None):
        """Return a call of one of the functions that firms are searched with, on the model's texts."""
        title, number = (
            SQL.identifier(alias, name, to_flush=self._fields[name]) if alias else SQL.identifier(name)
            for name in self._park_search_texts
        )
        call = SQL("%s(%s::text, %s::text, NULL::text, NULL::text)", SQL.identifier(function), title, number)
        return call if alias else SQL("(%s)", call)
