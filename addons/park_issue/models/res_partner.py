from odoo import api, fields, models


class ResPartner(models.Model):
    """A firm knows the issues it has raised."""

    _inherit = "res.partner"

    issue_ids = fields.One2many("park.issue", "enterprise_id", "Issues")
    issue_count = fields.Integer("Number of issues", compute="_compute_issue_count")

    @api.depends("issue_ids")
    @api.depends_context("uid")
    def _compute_issue_count(self):
        counts = {}
        if self.env["park.issue"].has_access("read"):
            counts = dict(
                self.env["park.issue"]._read_group([("enterprise_id", "in", self.ids)], ["enterprise_id"], ["__count"])
            )
        for partner in self:
            partner.issue_count = counts.get(partner, 0)

    def action_open_issues(self):
        """Open the issues of the firm."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_issue_action")
        return {
            **action,
            "domain": [("enterprise_id", "=", self.id)],
            "context": {"default_enterprise_id": self.id},
        }

    def _park_transfer_open_items(self, giver, taker):
        """Let the taker handle the giver's open issues and parts of issues, clocks and to-dos included.

        Complaints stay with the supervising unit. Who signed for a part, and when, stays on record.
        """
        # sudo: part of a change of officer, which the caller was allowed to make
        issues_sudo, parts_sudo = self.env["park.issue"].sudo(), self.env["park.issue.assignment"].sudo()
        open_ones = [("enterprise_id", "in", self.ids), ("state", "in", issues_sudo._open_states())]
        handled_sudo = issues_sudo.search([*open_ones, ("owner_id", "=", giver.id), ("is_restricted", "=", False)])
        parts_sudo = parts_sudo.search(
            [
                ("issue_id.enterprise_id", "in", self.ids),
                ("issue_id.state", "in", issues_sudo._open_states()),
                ("is_restricted", "=", False),
                ("handler_id", "=", giver.id),
                ("state", "in", ("waiting", "signed")),
            ]
        )
        if handled_sudo:
            handled_sudo._transition({"owner_id": taker.id}, "hand_over")
            handled_sudo.activity_ids.filtered(lambda todo: todo.user_id == giver).user_id = taker
        if parts_sudo:
            parts_sudo._transition({"handler_id": taker.id}, "hand_over")
        return super()._park_transfer_open_items(giver, taker)

    @api.model
    def _park_open_parts(self):
        label = self.env._("Open issues")
        domain = [["state", "in", self.env["park.issue"]._open_states()]]
        return [*super()._park_open_parts(), {"label": label, "model": "park.issue", "domain": domain}]

    def _park_timeline_parts(self):
        parts = super()._park_timeline_parts()
        parts.append(
            {
                "kind": "issue",
                "label": self.env._("Issues"),
                "icon": "fa-comments-o",
                "model": "park.issue",
                "domain": [("enterprise_id", "in", self.ids)],
                "date_field": "received_on",
                "title_field": "display_name",
                "detail": lambda issue: issue._timeline_detail(),
            }
        )
        return parts
