from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# {key of core.intake.Problem: sentence with the remedy}; %(shown)s is what stood there
REMEDIES = {
    "missing": _lt("is missing. Fill it in at the source and send the work order again."),
    "moment": _lt("“%(shown)s” is no day that can be told. Write it like 2026-09-07 or 2026-09-07 14:30."),
    "long": _lt("is longer than %(shown)s characters. Shorten it; is it another column?"),
    "before_receipt": _lt("“%(shown)s” lies before the day of receipt. Correct one of the two at the source."),
    "broken": _lt("the cell shows “%(shown)s” instead of a value. Calculate the file again and save it."),
    "hidden": _lt("the row is hidden in the file. Show it, or delete it, and import the file again."),
    "repeated": _lt("“%(shown)s” stands in an earlier row already. Leave one of the two rows."),
    "restricted": _lt("“%(shown)s” is for the supervising unit alone. Let it import this work order."),
    "not_yours": _lt("“%(shown)s” is kept where only the supervising unit sees it. Let it import this work order."),
    "differs": _lt("differs from what is kept. Decide under Differences; nothing was overwritten."),
    "type": _lt("must be a text. Send it in quotation marks."),
    "unknown": _lt("is no field of a work order. Leave it out."),
}


class ParkWorkReason(models.AbstractModel):
    """The words for what is wrong with a work order, for the screen and for the interface."""

    _name = "park.work.reason"
    _description = "Words for Refused Work Orders"

    @api.model
    def _say_problem(self, name, key, shown=""):
        """Return one sentence: the field, what is wrong with it, and the remedy."""
        labels = dict(self.env["park.work.import.column"]._fields["field"]._description_selection(self.env))
        remedy = self.env._(REMEDIES[key])
        return self.env._("%(field)s: %(remedy)s", field=labels.get(name, name), remedy=remedy % {"shown": shown})
