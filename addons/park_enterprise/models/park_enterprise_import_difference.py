"""One code twice in a file: what the later row says otherwise is put up for decision, not lost and not taken."""

from odoo import models
from odoo.addons.park_guard.core import personal
from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.tools import SQL

from ..core.importing.judging import REFUSED, TOGETHER, differing
from .park_enterprise_import_judge import SETTABLE

COLUMNS = ("enterprise_id", "company_id", "import_id", "import_row", "field_name", "our_value", "their_value")


class ParkEnterpriseImport(models.Model):
    _inherit = "park.enterprise.import"

    def _insert_differences(self, judged, ids, stamp):
        """Add what repeating rows say otherwise than the firm as it is now; what was put up before is not again."""
        kept = {}  # {row number: (firm id, values after the import)}
        for _row, verdict in judged:
            firm_id = ids.get(verdict.number) or (verdict.firm and verdict.firm.id)
            if firm_id and verdict.verdict != REFUSED:
                known = verdict.firm.values if verdict.firm else {}
                kept[verdict.number] = firm_id, {**known, **verdict.values}
        repeating = [verdict for _row, verdict in judged if verdict.repeats in kept]
        seen = self._known_differences([kept[verdict.repeats][0] for verdict in repeating])
        rows = []
        for verdict in repeating:
            firm_id, known = kept[verdict.repeats]
            for name, values in _facts(differing(known, verdict.said)):
                theirs = {column: _plain(value) for column, value in values.items()}
                if (firm_id, name, str(theirs[name])) in seen:
                    continue
                seen.add((firm_id, name, str(theirs[name])))
                shown = self._shown(name, known.get(name)), self._shown(name, values[name])
                rows.append(
                    (verdict.number, firm_id, self.company_id.id, self.id, verdict.number, name, *shown, theirs)
                )
        self._insert_with_ids("park_enterprise_difference", (*COLUMNS, "their_values"), rows, {}, stamp)

    def _known_differences(self, firm_ids):
        """Return ``{(firm id, field, value as text)}`` of what was put up for decision before."""
        if not firm_ids:
            return set()
        return set(
            self.env.execute_query(
                SQL(
                    """SELECT enterprise_id, field_name, their_values ->> field_name FROM park_enterprise_difference
                        WHERE merge_id IS NULL AND enterprise_id = ANY(%s)""",
                    firm_ids,
                )
            )
        )

    def _settled_values(self):
        """Return ``[(firm id, {(column, value as text)})]`` of the values somebody decided against."""
        self.env["park.enterprise.difference"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT enterprise_id, array_agg(said.key), array_agg(said.value)
                     FROM park_enterprise_difference,
                          jsonb_each_text(CASE decision WHEN 'ours' THEN their_values ELSE our_values END) said
                    WHERE merge_id IS NULL AND decision IS NOT NULL AND company_id = %s AND said.value IS NOT NULL
                    GROUP BY enterprise_id""",
                self.company_id.id,
            )
        )
        return [(firm_id, frozenset(zip(names, values, strict=True))) for firm_id, names, values in rows]

    def _shown(self, name, value):
        """Return a value of a column as it may stand in a row that others read: personal data masked."""
        if value is None:
            return None
        partners = self.env["res.partner"]
        field = partners._fields[name]
        if field.type == "many2one":
            return self.env[field.comodel_name].browse(value).display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        return personal.mask(value) if isinstance(field, MaskedChar) else str(value)

    def _drop_open_differences(self):
        """Take back what nobody has decided."""
        # sudo: part of the undo, which has been checked
        differences_sudo = self.env["park.enterprise.difference"].sudo()
        differences_sudo.search([("import_id", "=", self.id), ("decision", "=", False)]).unlink()


def _facts(values):
    """Yield ``(leading column, {column: value})``: the three columns of the capital are one fact."""
    together = {name: values[name] for name in TOGETHER if name in values}
    for name, value in values.items():
        if name in SETTABLE and name not in together:
            yield name, {name: value}
    if together:
        yield TOGETHER[0], together


def _plain(value):
    """Return a value as JSON can hold it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)
