"""Promises where people look: on the firm, on its timeline, in the handover, on paper."""

from odoo import api, fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet
from odoo.fields import Domain


class ResPartner(models.Model):
    """A firm knows what it was promised."""

    _inherit = "res.partner"

    promise_ids = fields.One2many("park.promise", "enterprise_id", "Promises")
    promise_open_count = fields.Integer("Open promises", compute="_compute_promise_open_count")

    @api.depends("promise_ids.state")
    @api.depends_context("uid")
    def _compute_promise_open_count(self):
        counts, promises = {}, self.env["park.promise"]
        if promises.has_access("read"):
            domain = [("enterprise_id", "in", self.ids), ("state", "=", "open")]
            counts = dict(promises._read_group(domain, ["enterprise_id"], ["__count"]))
        for partner in self:
            partner.promise_open_count = counts.get(partner, 0)

    def action_open_promises(self):
        """Open the promises made to the firm."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_promise_action")
        return {
            **action,
            "domain": [("enterprise_id", "=", self.id)],
            "context": {"default_enterprise_id": self.id, "search_default_open": 1},
        }

    def _park_transfer_open_items(self, giver, taker):
        """Let the taker answer for the giver's open promises to these firms; restricted ones stay."""
        promises_sudo = self.env["park.promise"].sudo()  # sudo: part of a change of officer, which was allowed
        given_sudo = promises_sudo.search(
            [
                ("enterprise_id", "in", self.ids),
                ("state", "=", "open"),
                ("owner_id", "=", giver.id),
                ("is_restricted", "=", False),
            ]
        )
        if given_sudo:
            given_sudo._transition({"owner_id": taker.id}, "hand_over")
            given_sudo.activity_ids.filtered(lambda todo: todo.user_id == giver).user_id = taker
        return super()._park_transfer_open_items(giver, taker)

    @api.model
    def _park_open_parts(self):
        label = self.env._("Open promises")
        return [
            *super()._park_open_parts(),
            {"label": label, "model": "park.promise", "domain": [["state", "=", "open"]]},
        ]

    def _park_timeline_parts(self):
        parts = super()._park_timeline_parts()
        parts.append(
            {
                "kind": "promise",
                "label": self.env._("Promises"),
                "icon": "fa-handshake-o",
                "model": "park.promise",
                "domain": [("enterprise_id", "in", self.ids)],
                "date_field": "promised_on",
                "title_field": "name",
                "detail": lambda promise: promise._timeline_detail(),
            }
        )
        return parts


class ParkHandover(models.Model):
    """Open promises are handed over one by one."""

    _inherit = "park.handover"

    def _handover_parts(self):
        parts = super()._handover_parts()
        parts.append(
            {
                "kind": "promise",
                "label": self.env._("Open promise"),
                "model": "park.promise",
                "domain": Domain("enterprise_id", "in", self.enterprise_ids.ids) & Domain("state", "=", "open"),
                "firm": "enterprise_id",
                "title": lambda promise: promise.name,
                "detail": lambda promise: promise._timeline_detail(),
                "date_field": "due_on",
            }
        )
        return parts


class ParkPromiseSheet(models.Model):
    """The ledger of promises 承诺清单 as a sheet."""

    _inherit = "park.promise"
    _sheet_keys = ("promises",)

    def _timeline_detail(self):
        """Return state, promised day and who answers for it, in words."""
        answers = self.department_id.name or self.owner_id.name
        day = fields.Date.to_string(self.promised_for)
        return " · ".join(filter(None, (self._state_label(), self.env._("for %s", day), answers)))

    def _sheet_filename(self, key):
        return self.env._("Promises %s", self._today())

    def _sheets(self, key):
        """Return one row for each promise; the day that was said stands beside the limit as extended."""
        _ = self.env._
        columns = [
            Column(_("No."), "count", 6),
            Column(_("Firm"), width=28),
            Column(_("Promise"), width=40),
            Column(_("Made in"), width=14),
            Column(_("Issue"), width=14),
            Column(_("Promised on"), "date"),
            Column(_("Promised for"), "date"),
            Column(_("Limit, as extended"), "date"),
            Column(_("Department"), width=18),
            Column(_("Responsible"), width=12),
            Column(_("Lamp"), "lamp"),
            Column(_("State"), width=10),
            Column(_("Ended on"), "date"),
            Column(_("What shows it"), width=30),
            Column(_("Reason"), width=30),
        ]
        as_of = self._today(self.company_id[:1] or self.env.company)
        return [Sheet(_("Promises"), as_of, columns, self._promise_rows(self._last_days()))]

    def _promise_rows(self, limits):
        sources = dict(self._fields["source"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        for number, promise in enumerate(self, 1):
            yield (
                number, promise.enterprise_id.display_name, promise.name, sources[promise.source],
                promise.issue_id.number or "", promise.promised_on, promise.promised_for,
                limits.get(promise.id), promise.department_id.name or "", promise.owner_id.name or "",
                promise.lamp, states[promise.state], promise.done_on or None, promise.evidence or "",
                promise.reason or "",
            )  # fmt: skip


class ParkIssuePromises(models.Model):
    """What was promised in an answer stands with the issue."""

    _inherit = "park.issue"

    promise_ids = fields.One2many("park.promise", "issue_id", "Promises", readonly=True, copy=False)
    may_promise = fields.Boolean(compute="_compute_may_promise")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_promise(self):
        allowed = self.env["park.promise"].has_access("create")
        for issue in self:
            issue.may_promise = allowed and bool(issue.accepted_on)

    def action_promise(self, text, promised_for, owner_id=None, department_id=None):
        """Record what the firms were promised in the answers, for a day; return the promises.

        Without an owner department the lead department of each issue answers for it.
        """
        self.check_access("write")
        text = self._said(text, self.env._("Write what the firm was promised."))
        promises = self.env["park.promise"]
        return promises._make(
            [
                {
                    "name": text,
                    "enterprise_id": issue.enterprise_id.id,
                    "promised_for": fields.Date.to_date(promised_for),
                    "owner_id": owner_id or issue.owner_id.id,
                    "department_id": department_id or issue.lead_department_id.id,
                    "origin_model": issue._name,
                    "origin_id": issue.id,
                }
                for issue in self
            ]
        )

    def action_open_promise(self):
        """Open the dialog that asks what the firm was promised."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise"),
            "res_model": "park.issue.promise",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_issue_id": self.id, "dialog_size": "medium"},
        }
