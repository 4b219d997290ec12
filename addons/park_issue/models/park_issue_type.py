from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.track import STEPS, TrackClock


class ParkIssueType(models.Model):
    """A special track as data: what is asked, which clocks run, who sees it and what closing it takes."""

    _name = "park.issue.type"
    _description = "Special Track of Issues"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    source = fields.Text(translate=True, help="Where limits and evidence of the track are written, in words.")
    category_ids = fields.One2many("park.issue.category", "type_id", "Categories", help="What goes this way by itself.")
    is_restricted = fields.Boolean(
        "Supervising unit only", help="Issues of the track are seen by the supervising unit alone."
    )
    profile_code = fields.Char(
        "Code of the limits",
        help="Limits of this code go before those a zone has chosen; a zone's own copy of them before the shared ones.",
    )
    clock_ids = fields.One2many("park.issue.type.clock", "type_id", "Clocks", copy=True)
    facts_definition = fields.PropertiesDefinition("Facts asked for")
    closing_facts = fields.Char(
        "Facts needed to close", help="Keys of facts, separated by commas; heads and amount may be among them."
    )
    needs_file = fields.Boolean("File needed to close", help="A document attached to the issue proves the result.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another track has this code.")

    @api.constrains("closing_facts", "facts_definition")
    def _check_closing_facts(self):
        for track in self:
            if unknown := set(track._needed_facts()) - track._fact_labels().keys():
                raise ValidationError(self.env._("The track asks for no fact called %s.", ", ".join(sorted(unknown))))

    def _needed_facts(self):
        return [key.strip() for key in (self.closing_facts or "").split(",") if key.strip()]

    def _fact_labels(self):
        """Return ``{key: words}`` of all facts an issue of the track has."""
        issue = self.env["park.issue"]
        own = {name: issue._fields[name]._description_string(self.env) for name in ("heads", "amount")}
        return own | {fact["name"]: fact.get("string") or fact["name"] for fact in self.facts_definition or ()}

    def _date_facts(self):
        """Return the keys of the facts that are dates: clocks may start and end on them."""
        return [fact["name"] for fact in self.facts_definition or () if fact["type"] == "date"]

    def _track_clocks(self):
        return [TrackClock(clock.kind, clock.starts_on, tuple(clock._ending_events())) for clock in self.clock_ids]


class ParkIssueTypeClock(models.Model):
    """A clock that issues of a track have, beside or instead of the usual ones; its limit is a step of the profile."""

    _name = "park.issue.type.clock"
    _description = "Clock of a Special Track"
    _inherit = ["park.guard.mixin"]
    _order = "type_id, sequence, id"

    type_id = fields.Many2one("park.issue.type", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    kind = fields.Char(required=True, help="Key of the limit, for example issue_close: its step says how long.")
    starts_on = fields.Char(
        required=True, default="accepted", help="accepted, assigned, or the key of a date among the facts."
    )
    ends_on = fields.Char(
        help="The same, several separated by commas; the first of them ends the clock. Closing ends every clock."
    )

    _kind_uniq = models.Constraint("UNIQUE(type_id, kind)", "The track has a clock of this kind already.")

    @api.constrains("starts_on", "ends_on", "type_id")
    def _check_events(self):
        for clock in self:
            known = {*STEPS, *clock.type_id._date_facts()}
            if unknown := {clock.starts_on, *clock._ending_events()} - known:
                raise ValidationError(
                    self.env._(
                        "%(event)s is neither a step of every issue nor a date that the track “%(track)s” asks for.",
                        event=", ".join(sorted(unknown)),
                        track=clock.type_id.name,
                    )
                )

    def _ending_events(self):
        return [event.strip() for event in (self.ends_on or "").split(",") if event.strip()]


class ParkIssueCategoryTrack(models.Model):
    """Categories lead onto a track, those below them too."""

    _inherit = "park.issue.category"

    type_id = fields.Many2one("park.issue.type", "Special track", index="btree_not_null", ondelete="restrict")

    def _track(self):
        """Return the track of the nearest category upwards that names one; empty without one, and for no category."""
        category = self[:1]
        while category and not category.type_id:
            category = category.parent_id
        return category.type_id
