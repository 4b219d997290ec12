from odoo import api, fields, models

from ..core.intake import USUAL_STATES
from .park_issue import SOURCES

STATE_MEANINGS = [("open", "Open"), ("closed", "Closed"), ("withdrawn", "Withdrawn or not accepted")]
FIELD_LABELS = [
    ("number", "Number of the source"),
    ("summary", "Summary"),
    ("detail", "What the firm says"),
    ("firm", "Enterprise name"),
    ("code", "Credit code"),
    ("category", "Category of the source"),
    ("agency", "Responsible agency"),
    ("state", "State at the source"),
    ("received", "Received"),
    ("due", "Limit of the source"),
    ("closed", "Closed at the source"),
]


class ParkWorkSource(models.Model):
    """A system that hands work orders over, and what its words mean here."""

    _name = "park.work.source"
    _description = "Source of Work Orders"
    _inherit = ["park.guard.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="How the interface names the source: letters, digits, - and _.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    channel = fields.Selection(SOURCES, required=True, default="hotline", help="The source of issues made of them.")
    limit_workdays = fields.Integer(
        "Limit where none is named (working days)",
        help="From the day of receipt, for the verdict on work orders that carry no limit. Empty: not known.",
    )
    word_ids = fields.One2many("park.work.word", "source_id", "Words")
    order_ids = fields.One2many("park.work.order", "source_id", "Work orders")
    order_count = fields.Integer(compute="_compute_order_count")

    _code_uniq = models.Constraint("UNIQUE(company_id, code)", "Another source of the zone has this code.")
    _code_plain = models.Constraint("CHECK (code ~ '^[A-Za-z0-9_-]{1,40}$')", "A code is letters, digits, - and _.")
    _limit_positive = models.Constraint("CHECK (limit_workdays BETWEEN 0 AND 999)", "A limit takes 1 to 999 days.")

    def _compute_order_count(self):
        counts = dict(
            self.env["park.work.order"]._read_group([("source_id", "in", self.ids)], ["source_id"], ["__count"])
        )
        for source in self:
            source.order_count = counts.get(source, 0)

    def action_orders(self):
        """Open the work orders of the source."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_work_order_action")
        return {**action, "domain": [("source_id", "=", self.id)]}

    def _limit_days(self, received_days):
        """Return ``{day: last day of the source's usual limit}``; empty where none is known."""
        self.ensure_one()
        if not self.limit_workdays:
            return {}
        workday = self.env["park.workday"]
        return {day: workday.add_workdays(day, self.limit_workdays, self.company_id)[0] for day in received_days}

    def _words(self, kind):
        """Return ``{word: the record that says what it means}``."""
        self.ensure_one()
        return {word.word: word for word in self.word_ids if word.kind == kind}

    def _learn(self, kind, words):
        """Note new words of the source, states with what they usually mean, so that somebody can say better."""
        new = sorted(set(words) - set(self._words(kind)))
        rows = [
            {
                "source_id": self.id,
                "company_id": self.company_id.id,
                "kind": kind,
                "word": word,
                "state": USUAL_STATES.get(word.casefold()) if kind == "state" else None,
            }
            for word in new
        ]
        if self.env["park.work.import"]._insert("park_work_word", rows):
            self.word_ids.invalidate_model()
            self.invalidate_recordset(["word_ids"])


class ParkWorkWord(models.Model):
    """One word of a source: the title of a column, a state, a category, and what it means here."""

    _name = "park.work.word"
    _description = "Word of a Source"
    _inherit = ["park.guard.mixin"]
    _order = "kind, word, id"
    _rec_name = "word"

    source_id = fields.Many2one("park.work.source", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", related="source_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("column", "Column"), ("state", "State"), ("category", "Category")], required=True, default="state"
    )
    word = fields.Char("Word of the source", required=True)
    field = fields.Selection(FIELD_LABELS, "Field it fills")
    state = fields.Selection(STATE_MEANINGS, "Means")
    category_id = fields.Many2one("park.issue.category", "Category here", ondelete="restrict")

    _word_uniq = models.Constraint("UNIQUE(source_id, kind, word)", "The word is listed already.")

    @api.model_create_multi
    def create(self, vals_list):
        self.env["park.issue"]._check_category(vals.get("category_id") for vals in vals_list)
        words = super().create(vals_list)
        words._tell_orders()
        return words

    def write(self, vals):
        """Write; work orders on which nobody has decided follow the new meaning."""
        self.env["park.issue"]._check_category([vals.get("category_id")])
        result = super().write(vals)
        if vals.keys() & {"state", "category_id"}:
            self._tell_orders()
        return result

    def _tell_orders(self):
        for word in self.filtered(lambda word: word.state or word.category_id):
            name, value = ("state", word.state) if word.kind == "state" else ("category_id", word.category_id.id)
            text = f"{word.kind}_text"
            orders = self.env["park.work.order"].search(
                [("source_id", "=", word.source_id.id), (text, "=", word.word), ("issue_id", "=", False)]
            )
            open_ones = orders if word.kind == "state" else orders.filtered(lambda order: not order.category_id)
            open_ones._unlocked().write({name: value})
