from odoo import api, fields, models
from odoo.addons.park_guard.models.park_guard_reference import as_id
from odoo.exceptions import UserError

from ..core.group import ZONE_WIDE

NOT_GROUPED = ("draft", "rejected", "withdrawn")


class ParkIssueGrouped(models.Model):
    """An issue as part of a common cause: who put it there, why, and what its firm heard of it."""

    _inherit = "park.issue"
    _guard_protected = ("group_id", "grouped_by_id", "grouped_on", "group_reason", "group_told_on")

    blocking_clause = fields.Char(
        "Clause in the way", copy=False, help="Document number and article that stand in the way, where one does."
    )
    group_id = fields.Many2one(
        "park.issue.group", "Common cause", readonly=True, copy=False, index="btree_not_null", check_company=True,
        ondelete="restrict",
    )  # fmt: skip
    grouped_by_id = fields.Many2one("res.users", "Grouped by", readonly=True, copy=False)
    grouped_on = fields.Date("Grouped on", readonly=True, copy=False)
    group_reason = fields.Char("Why grouped", readonly=True, copy=False)
    group_told_on = fields.Date("Told of the change", readonly=True, copy=False)
    may_group = fields.Boolean(compute="_compute_may_group")

    @api.depends("state", "is_restricted")
    @api.depends_context("uid")
    def _compute_may_group(self):
        allowed = self._sees_zone()
        for issue in self:
            issue.may_group = allowed and not issue.is_restricted and issue.state not in NOT_GROUPED

    def _sees_zone(self):
        """Return whether the user may say what issues of different firms have in common."""
        user = self.env.user
        return self.env.su or any(user.has_group(f"park_guard.group_park_{role}") for role in ZONE_WIDE)

    def action_group(self, group, reason):
        """Put issues into a common cause, with the reason; where its rule is changed already, tell the firms.

        ``group`` is a record or an id. Refused for complaints that the supervising unit alone sees, for
        issues of another common cause, and to everybody who does not see the whole zone.
        """
        self._begin_grouping()
        reason = self._said(reason, self.env._("Say what the issue has in common with the others."))
        group = self.env["park.issue.group"].browse(as_id(getattr(group, "id", group)) or []).exists()
        if not group:
            raise UserError(self.env._("Choose a common cause."))
        group.check_access("read")
        for issue in self:
            if issue.company_id != group.company_id:
                raise UserError(self.env._("%s belongs to another zone.", issue.display_name))
            if issue.group_id and issue.group_id != group:
                raise UserError(
                    self.env._(
                        "%(issue)s belongs to “%(group)s” already. Take it out there first.",
                        issue=issue.display_name,
                        group=issue.group_id.name,
                    )
                )
        fresh = self.filtered(lambda issue: not issue.group_id)
        for issues, today in fresh._per_zone():
            issues._transition(
                {
                    "group_id": group.id,
                    "grouped_by_id": self.env.uid,
                    "grouped_on": today,
                    "group_reason": reason,
                },
                "group",
            )
        group._tell_firms()

    def action_ungroup(self, reason):
        """Take issues out of their common cause; who had put them there stays in the audit."""
        self._begin_grouping()
        reason = self._said(reason, self.env._("Say why the issue does not belong there."))
        told = self.filtered("group_told_on")[:1]
        if told:
            raise UserError(self.env._("The firm of %s has been told of the change: it stays.", told.display_name))
        self._transition(
            dict.fromkeys(("group_id", "grouped_by_id", "grouped_on", "group_reason"), False),
            "ungroup",
            {"reason": reason},
        )

    def _begin_grouping(self):
        self.check_access("write")
        self._lock()
        if not self._sees_zone():
            raise UserError(self.env._("Common causes are found by the service centre and the supervisors."))
        for issue in self:
            if issue.is_restricted:
                raise UserError(
                    self.env._("%s is for the supervising unit alone: it joins no common cause.", issue.display_name)
                )
            if issue.state in NOT_GROUPED:
                issue._require_state(
                    *(state for state, _label in self._fields["state"].selection if state not in NOT_GROUPED)
                )

    def action_open_grouping(self):
        """Open the dialog that puts the issues into a common cause."""
        self.check_access("read")
        return self.env["park.issue.group.step"]._open("group", default_issue_ids=self.ids)


class ParkIssueGroupTelling(models.Model):
    """What the firms hear when the rule that stood in their way is changed."""

    _inherit = "park.issue.group"

    def _tell_firms(self):
        """Tell the firms of adopted common causes, each once: in the reply, on the timeline, by a to-do.

        Issues that joined later are told then; a firm that has heard of it already is not told again.
        """
        for group in self.filtered(lambda group: group.state == "adopted"):
            issues_sudo = group.sudo().issue_ids  # sudo: all firms that raised it hear of it, whoever enters it
            untold_sudo = issues_sudo.filtered(lambda issue: not issue.group_told_on)
            if untold_sudo:
                heard = (issues_sudo - untold_sudo).enterprise_id
                untold_sudo._add_to_reply(group.public_text)
                group._note_at_firms(untold_sudo.enterprise_id - heard)

    def _note_at_firms(self, firms_sudo):
        """Note the change on the timelines of firms and ask who serves them to pass it on."""
        body = self.env._("Common cause “%(cause)s”: %(text)s", cause=self.name, text=self.public_text)
        firms_sudo._message_log_batch(dict.fromkeys(firms_sudo.ids, body), message_type="comment")
        served = firms_sudo.filtered("officer_id")
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(  # sudo: for colleagues
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": firm.id,
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "user_id": firm.officer_id.id,
                    "date_deadline": self.env["park.workday"].today(self.company_id),
                    "summary": firm.with_context(lang=firm.officer_id.lang).env._(
                        "Tell the firm what was changed: %s", self.name
                    ),
                }
                for firm in served
            ]
        )


class ParkIssueReplyAddition(models.Model):
    _inherit = "park.issue"

    def _add_to_reply(self, text):
        """Add a dated paragraph to what each firm reads; what was written before stays."""
        vals_by_id = {}
        for issues, today in self._per_zone():
            paragraph = f"[{today}] {text}"
            for issue in issues:
                reply = "\n\n".join(filter(None, (issue.reply_public, paragraph)))
                vals_by_id[issue.id] = {"reply_public": reply, "group_told_on": today}
        self._transition_each(vals_by_id, "tell_of_change")
