from odoo import api, models
from odoo.addons.park_enterprise.core.importing.cells import clean

from ..core import intake
from ..core.intake import Problem
from .park_work_difference import as_text


class ParkWorkOrder(models.Model):
    """What the interface answers: the same body always the same, another body of the same number a conflict."""

    _inherit = "park.work.order"

    @api.model
    def _api_receive(self, body):
        """Take one work order as parsed JSON; return ``(status, answer)``. What a caller can mend is no error."""
        self.check_access("write")
        if not isinstance(body, dict):
            return 400, self._api_problem("json", self.env._("Send one object with the fields of a work order."))
        code = body.get("source")
        source = self.env["park.work.source"].search([("code", "=", code)]) if _is_text(code) else None
        if not source or len(source) > 1:
            return 404, self._api_problem(
                "source", self.env._("No source of your zone has this code. Set it up under Sources of Work Orders.")
            )
        order = self._api_order(source, {name: value for name, value in body.items() if name != "source"})
        for kind in ("state", "category"):
            if not order.problems and kind in order.facts:
                source._learn(kind, {order.facts[kind]})
        [received] = judged = self._judge(source, [order])
        if received.problems:
            return 422, {"error": "refused", "problems": self._api_problems(received.problems)}
        kept = self._receive(source, judged)[0]
        if received.verdict == "created":
            kept._audit("receive")
        answer = {"source": source.code, "number": kept.number, "work_order": kept.id}
        if not received.changed:
            return 200, answer
        return 409, {
            "error": "differs",
            "message": self.env._("This number is kept with other values. They stand for decision; none was changed."),
            **answer,
            "differences": [
                {"field": name, "kept": as_text(old), "sent": as_text(new)}
                for name, (old, new) in received.changed.items()
            ],
        }

    @api.model
    def _api_order(self, source, body):
        """Return the ``core.intake.Order`` in a body; fields must be known, and texts."""
        problems = [Problem(str(name)[:40], "unknown") for name in body if name not in intake.FIELDS]
        problems += [
            Problem(name, "type")
            for name, value in body.items()
            if name in intake.FIELDS and value is not None and not _is_text(value)
        ]
        if problems:
            return intake.Order({}, tuple(problems))
        values = {name: value and "\n".join(map(clean, value.splitlines())) for name, value in body.items()}
        return intake.read_order(values, self.env["park.workday"]._zone_tz(source.company_id))

    @api.model
    def _api_problems(self, problems):
        said = self.env["park.work.reason"]
        return [
            {"field": p.field, "problem": p.key, "remedy": said._say_problem(p.field, p.key, p.shown)} for p in problems
        ]

    @api.model
    def _api_problem(self, field, remedy):
        """Return the answer to a call that was not taken at all."""
        return {"error": "refused", "problems": [{"field": field, "problem": "call", "remedy": remedy}]}


def _is_text(value):
    return isinstance(value, str) and "\x00" not in value
