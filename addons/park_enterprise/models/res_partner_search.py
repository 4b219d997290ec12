"""Firms are found through an array of keys that the database itself keeps beside each name.

Two-character Chinese terms have no trigrams (and none at all under LC_CTYPE=C), so neighbouring
pairs of characters, pairs of pinyin initials and the end of the code stand in one array under GIN.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import search_keys

VERSION = "1"  # raise it when a function below changes: the columns are then made anew
FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION park_search_text(name text, former text, initials text, code text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(
        E'\n' || regexp_replace(normalize(coalesce(name, ''), NFKC), '[ \t\r\f\v]+', '', 'g')
        || E'\n' || regexp_replace(normalize(coalesce(former, ''), NFKC), '[ \t\r\f\v]+', '', 'g')
        || E'\n~' || coalesce(initials, '') || E'\n#' || coalesce(code, '') COLLATE "C"
    )
$$;
CREATE OR REPLACE FUNCTION park_search_keys(name text, former text, initials text, code text)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT key) FROM (
        SELECT substr(line, i, 2) AS key
        FROM unnest(string_to_array(lower(
                regexp_replace(normalize(coalesce(name, ''), NFKC), '[ \t\r\f\v]+', '', 'g')
                || E'\n' || regexp_replace(normalize(coalesce(former, ''), NFKC), '[ \t\r\f\v]+', '', 'g')
                COLLATE "C"
            ), E'\n')) AS line, generate_series(1, length(line) - 1) AS i
        UNION ALL
        SELECT '~' || substr(initials, i, 2) FROM generate_series(1, length(initials) - 1) AS i
        UNION ALL
        SELECT '#' || lower(right(code, 4) COLLATE "C") WHERE length(code) >= 4
    ) AS found
$$;
"""
COLUMNS = """
ALTER TABLE res_partner DROP COLUMN IF EXISTS park_search_keys, DROP COLUMN IF EXISTS park_search_text;
ALTER TABLE res_partner
    ADD COLUMN park_search_text text GENERATED ALWAYS AS (CASE WHEN is_park_enterprise THEN
        park_search_text(name, park_former_names, park_initials, uscc) END) STORED,
    ADD COLUMN park_search_keys text[] GENERATED ALWAYS AS (CASE WHEN is_park_enterprise THEN
        park_search_keys(name, park_former_names, park_initials, uscc) END) STORED;
-- new keys wait in a short list: a long one makes each search read it until the next vacuum
CREATE INDEX IF NOT EXISTS res_partner_park_search_keys_idx ON res_partner USING gin (park_search_keys)
    WITH (gin_pending_list_limit = 256);
"""


class ResPartner(models.Model):
    _inherit = "res.partner"

    park_search = fields.Char(
        "Enterprise",
        compute="_compute_park_search",
        search="_search_park_search",
        help="Part of the name or of a former name, pinyin initials, or the end of the credit code.",
    )

    def init(self):
        """Make the functions, columns and index of the search, anew when their version changed."""
        known = self.env.execute_query(
            SQL(
                """SELECT col_description(attrelid, attnum) FROM pg_attribute
                   WHERE attrelid = 'res_partner'::regclass AND attname = 'park_search_keys'
                     AND NOT attisdropped"""
            )
        )
        if known != [(VERSION,)]:
            self.env.cr.execute(FUNCTIONS)
            self.env.cr.execute(COLUMNS)
            self.env.cr.execute("COMMENT ON COLUMN res_partner.park_search_keys IS %s", [VERSION])
        return super().init()

    def _compute_park_search(self):
        self.park_search = False

    @api.model
    def _search_park_search(self, operator, value):
        """Return the firms in which every typed word is found."""
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return NotImplemented
        words = search_keys.tokens(value)
        return Domain.AND([Domain("is_park_enterprise", "=", True), *map(self._park_word, words)])

    @api.model
    def _park_word(self, word):
        """Return the domain of firms in which one word is found."""
        return Domain.custom(to_sql=lambda model, alias, query: word_sql(alias, word))

    @api.model
    def _search_display_name(self, operator, value):
        """Find firms by their keys and everybody else as usual."""
        usual = super()._search_display_name(operator, value)
        if operator != "ilike" or not isinstance(value, str) or not value.strip():
            return usual
        firms = self._search_park_search(operator, value)
        if self.env.context.get("park_enterprise_search"):
            return firms
        return firms | (Domain("is_park_enterprise", "=", False) & usual)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Search by keys alone where only firms are asked for: a drop-down then reads one index."""
        if any(
            condition.field_expr == "is_park_enterprise" and condition.operator in ("=", "in") and condition.value
            for condition in conjuncts(Domain(domain or Domain.TRUE))
        ):
            self = self.with_context(park_enterprise_search=True)
        return super().name_search(name, domain, operator, limit)


def conjuncts(domain):
    """Yield the plain conditions that every record of a domain meets."""
    parts = domain.children if getattr(domain, "OPERATOR", None) == "&" else [domain]
    return (part for part in parts if hasattr(part, "field_expr"))


def word_sql(alias, word):
    """Return the SQL condition that a word is found: by the index first, then exactly."""
    text = SQL.identifier(alias, "park_search_text")
    keys = SQL.identifier(alias, "park_search_keys")
    like = "%" + like_pattern(word)
    names = SQL(r"split_part(%s, E'\n~', 1) LIKE %s", text, like + "%")
    if len(word) < 2:
        return names
    arms = [SQL("(%s @> %s::text[] AND %s)", keys, search_keys.pairs(word), names)]
    if search_keys.is_latin(word):
        marked = [search_keys.INITIAL + pair for pair in search_keys.pairs(word)]
        initials = SQL(r"split_part(%s, E'\n~', 2) LIKE %s", text, like + "%\n#%")
        arms.append(SQL("(%s @> %s::text[] AND %s)", keys, marked, initials))
        if len(word) >= search_keys.TAIL_LENGTH:
            tail = [search_keys.TAIL + word[-search_keys.TAIL_LENGTH :]]
            code = SQL(r"split_part(%s, E'\n#', 2) LIKE %s", text, like)
            arms.append(SQL("(%s @> %s::text[] AND %s)", keys, tail, code))
    return SQL("(%s)", SQL(" OR ").join(arms))


def like_pattern(word):
    """Return a word with the signs escaped that mean something to LIKE."""
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
