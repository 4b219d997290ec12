from odoo import fields, models
from odoo.exceptions import UserError

from ..core import intake
from .park_work_source import FIELD_LABELS


class ParkWorkDifference(models.Model):
    """What a source said about a work order later, beside what is kept, until a person decides."""

    _name = "park.work.difference"
    _description = "Difference of a Work Order"
    _inherit = ["park.guard.mixin"]
    _order = "decision desc, id desc"
    _rec_name = "order_id"
    _guard_protected = (
        "order_id", "company_id", "is_restricted", "field", "kept_value", "said_value", "said_key", "import_id",
        "import_row", "decision", "decided_by_id", "decided_at",
    )  # fmt: skip

    order_id = fields.Many2one("park.work.order", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    is_restricted = fields.Boolean(related="order_id.is_restricted", store=True)
    field = fields.Selection(FIELD_LABELS, "Fact", required=True, readonly=True)
    kept_value = fields.Text("As kept", readonly=True)
    said_value = fields.Text("As the source says now", readonly=True)
    import_id = fields.Many2one("park.work.import", "Original", readonly=True, index="btree_not_null")
    import_row = fields.Integer("Row of the original", readonly=True)
    decision = fields.Selection([("kept", "Kept"), ("taken", "Taken over")], readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided at", readonly=True)

    _said_uniq = models.UniqueIndex(
        "(order_id, field, md5(said_value)) WHERE decision IS NULL", "This difference is listed already."
    )

    def action_keep(self):
        """Leave the work orders as they are; the same words of the source are not put up again."""
        self._decide("kept")

    def action_take(self):
        """Take over what the source says now, and judge in time or late anew."""
        self._decide("taken")
        for order, differences in self.grouped("order_id").items():
            zone = self.env["park.workday"]._zone_tz(order.company_id)
            read = intake.read_moment
            facts = {
                line.field: read(f"{line.said_value}Z" if "T" in line.said_value else line.said_value, zone)
                if line.field in intake.MOMENTS
                else line.said_value
                for line in differences.sorted("id")
            }
            order._take_over(facts, zone)

    def _decide(self, decision):
        self.check_access("write")
        self._lock()
        if decided := self.filtered("decision")[:1]:
            raise UserError(
                self.env._(
                    "%(order)s: %(person)s has decided on this difference already.",
                    order=decided.order_id.display_name,
                    person=decided.decided_by_id.name,
                )
            )
        self._transition(
            {"decision": decision, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}, decision
        )


def as_text(fact):
    """Return a fact as it is kept beside another: moments in ISO, those of a clock in UTC."""
    return fact.isoformat() if hasattr(fact, "isoformat") else fact or ""
