from odoo import api, models
from odoo.tools import SQL

from .park_work_difference import as_text


class ParkWorkOrder(models.Model):
    _inherit = "park.work.order"

    def _take_over(self, facts, zone):
        """Write facts that a person took over, with the meaning their words have, and record old and new."""
        self.ensure_one()
        vals = self._fact_columns(facts, zone)
        if word := self.source_id._words("state").get(facts.get("state")):
            vals["state"] = word.state
        if not self.issue_id and (word := self.source_id._words("category").get(facts.get("category"))):
            vals["category_id"] = word.category_id.id or self.category_id.id
        self._transition(vals, "take_over")
        if facts.keys() & {"due", "received"}:
            usual = {} if self.due_on else self.source_id._limit_days([self.received_on])
            self._unlocked().limit_on = self.due_on or usual.get(self.received_on)

    def _last_said(self):
        """Return ``{(order id, field): what the source said last, unless it was taken over}``."""
        self.env["park.work.difference"].flush_model(["order_id", "field", "said_value", "decision"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (order_id, field) order_id, field, said_value, decision
                     FROM park_work_difference WHERE order_id = ANY(%s) ORDER BY order_id, field, id DESC""",
                self.ids,
            )
        )
        return {(order_id, name): said for order_id, name, said, decision in rows if decision != "taken"}

    @api.model
    def _put_up(self, changed, batch=None):
        """Put up ``{order: {field: (kept, said)}}`` for decision in one statement; return how many are new."""
        rows = [
            {
                "order_id": order.id,
                "company_id": order.company_id.id,
                "is_restricted": order.is_restricted,
                "field": name,
                "kept_value": as_text(kept),
                "said_value": as_text(said),
                "import_id": batch and batch[0].id,
                "import_row": batch and batch[1][order.id],
            }
            for order, pairs in changed.items()
            for name, (kept, said) in pairs.items()
        ]
        made = self.env["park.work.import"]._insert("park_work_difference", rows)
        self.env["park.work.difference"].invalidate_model()
        return len(made)
