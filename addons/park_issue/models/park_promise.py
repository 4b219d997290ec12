from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_deadline import LAMPS
from odoo.exceptions import ConcurrencyError, UserError
from psycopg2 import errors

from ..core.promise import STATES, STEPS, allowed_steps, kept_as
from ..core.states import CENTRE, HANDLER, MANAGER, ROLES, SUPERVISOR

SOURCES = [
    ("answer", "Answer to an issue"),
    ("visit", "Visit"),
    ("service_day", "Service day"),
    ("other", "Other occasion"),
]


class ParkPromise(models.Model):
    """What a firm was promised: by whom, for which day, and what became of it."""

    _name = "park.promise"
    _description = "Promise"
    _inherit = [
        "park.guard.mixin",
        "park.enterprise.scope.mixin",
        "park.deadline.given.mixin",
        "park.sheet.source",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_on, id"
    _check_company_auto = True
    _given_kind = "promise"
    _given_day = "promised_for"
    _ledger_names = {"enterprise_id": "complete_name", "department_id": "name"}
    _guard_protected = (
        "state", "is_restricted", "done_on", "ended_by_id", "evidence", "reason", "reopened_count", "origin_model",
        "origin_id", "client_uuid", "issue_id",
    )  # fmt: skip

    name = fields.Char("Promise", required=True, tracking=True, help="In the words the firm heard.")
    enterprise_id = fields.Many2one(required=True)
    company_id = fields.Many2one(
        "res.company", "Zone", compute="_compute_company_id", store=True, precompute=True, required=True, index=True
    )
    department_id = fields.Many2one(
        "park.department", check_company=True, ondelete="restrict", index="btree_not_null", tracking=True
    )
    owner_id = fields.Many2one("res.users", "Responsible", ondelete="restrict", index="btree_not_null", tracking=True)
    source = fields.Selection(SOURCES, "Made in", required=True, default="other")
    issue_id = fields.Many2one(
        "park.issue", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", check_company=True
    )
    is_restricted = fields.Boolean(
        "Supervising unit only", compute="_compute_is_restricted", store=True, precompute=True
    )
    promised_on = fields.Date("Promised on", required=True, default=lambda self: self._today())
    promised_for = fields.Date(
        "Promised for", required=True, help="The day that was said. An extension leaves it and moves the limit."
    )
    due_on = fields.Date("Due")
    lamp = fields.Selection(LAMPS)  # named again, so that its labels are translated for this model
    text_public = fields.Text("For the firm", help="What the firm may read about it, beside the promise itself.")
    text_internal = fields.Text("Internal", help="The firm never sees it.")
    state = fields.Selection(
        list(STATES.items()), default="open", required=True, readonly=True, copy=False, tracking=True
    )
    evidence = fields.Text("What shows it", readonly=True, copy=False, help="What was done; files are attached.")
    done_on = fields.Date("Ended on", readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True, copy=False, help="Approves a release.")
    reason = fields.Text(readonly=True, copy=False, help="Why it was not kept, or released.")
    reopened_count = fields.Integer("Times reopened", readonly=True, copy=False)
    client_uuid = fields.Char(readonly=True, copy=False)
    origin_model = fields.Char(readonly=True, copy=False)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True, copy=False)
    allowed_verbs = fields.Char(compute="_compute_allowed_verbs", help="What the user may do now, as |verb|verb|.")

    _client_uuid_uniq = models.UniqueIndex(
        "(company_id, client_uuid) WHERE client_uuid IS NOT NULL", "This promise has been received already."
    )
    _days_order = models.Constraint(
        "CHECK (promised_for >= promised_on)", "A promise is for the day it is made, or a later one."
    )
    _due_idx = models.Index("(due_on, id)")
    _firm_idx = models.Index("(enterprise_id, promised_on)")
    _origin_idx = models.Index("(origin_model, origin_id) WHERE origin_id IS NOT NULL")

    @api.depends("enterprise_id.company_id")
    def _compute_company_id(self):
        for promise in self:
            promise.company_id = promise.enterprise_id.company_id or promise.company_id or self.env.company

    @api.depends("issue_id.is_restricted")
    def _compute_is_restricted(self):
        for promise in self:
            promise.is_restricted = promise.issue_id.is_restricted

    @api.depends("state", "is_restricted", "department_id")
    @api.depends_context("uid")
    def _compute_allowed_verbs(self):
        roles = self._roles_here()
        for promise in self:
            verbs = [
                verb
                for verb in allowed_steps(promise.state, roles[promise.id])
                if verb != "release" or promise.owner_id != self.env.user
            ]
            promise.allowed_verbs = f"|{'|'.join(verbs)}|"

    @api.model_create_multi
    def create(self, vals_list):
        """Create promises; the clock of each runs from the day it was made to the day that was said."""
        promises = super().create(vals_list)
        promises._audit("create")
        for day, made in promises.grouped("promised_on").items():
            made._start_given(start=day)
        return promises

    def write(self, vals):
        fixed = {"enterprise_id", "promised_on", "promised_for"} & vals.keys()
        if fixed and not self._is_unlocked():
            raise UserError(
                self.env._(
                    "Firm and days of a promise stay as they were given. "
                    "Ask for an extension, or have it released with a reason."
                )
            )
        result = super().write(vals)
        if {"name", "department_id", "owner_id"} & vals.keys():
            self._sync_deadlines()
        return result

    def _deadline_values(self):
        return {
            promise.id: {
                "title": promise.name,
                "company_id": promise.company_id.id,
                "enterprise_id": promise.enterprise_id.id,
                "department_id": not promise.is_restricted and promise.department_id.id,
                "owner_id": promise.owner_id.id,
                "is_restricted": promise.is_restricted,
            }
            for promise in self
        }

    # -- made elsewhere

    @api.model
    def _make(self, vals_list, origin=None):
        """Create promises with the caller's rights; return one for each entry, in the same order.

        ``origin`` is the record in which they were made (an issue, a visit, a service day), for all of them;
        an entry may name ``origin_model`` and ``origin_id`` itself. What carries a ``client_uuid`` that the
        zone has stored already is not created again. A constant number of statements.
        """
        self.check_access("create")
        vals_list = [self._prepare_promise_vals(vals, origin) for vals in vals_list]
        known = self._known_uuids(vals_list)
        fresh = {}  # uuid, or the position of an entry without one -> values
        for at, vals in enumerate(vals_list):
            key = vals["client_uuid"] or at
            if key not in known:
                fresh.setdefault(key, vals)
        known.update(self._create_made(fresh))
        return self.browse(known[vals["client_uuid"] or at].id for at, vals in enumerate(vals_list))

    def _prepare_promise_vals(self, vals, origin):
        origin_model = origin._name if origin else vals.get("origin_model") or False
        origin_id = origin.id if origin else vals.get("origin_id") or False
        issue_id = origin_id if origin_model == "park.issue" else False
        return {
            "source": "answer" if issue_id else "other",
            **vals,
            "client_uuid": vals.get("client_uuid") or False,
            "origin_model": origin_model,
            "origin_id": origin_id,
            "issue_id": issue_id,
        }

    def _known_uuids(self, vals_list):
        uuids = [vals["client_uuid"] for vals in vals_list if vals["client_uuid"]]
        if not uuids:
            return {}
        zones = self.env["res.partner"].browse({vals["enterprise_id"] for vals in vals_list}).company_id
        stored = self.search([("company_id", "in", zones.ids), ("client_uuid", "in", uuids)])
        return {promise.client_uuid: promise for promise in stored}

    def _create_made(self, fresh):
        if not fresh:
            return {}
        try:
            with self.env.cr.savepoint():
                promises = self.browse(self._unlocked().create(list(fresh.values())).ids)
                promises.flush_recordset()
        except errors.UniqueViolation as violation:
            if "client_uuid" not in (violation.diag.constraint_name or ""):
                raise
            # Another request stores the same uuid at this moment: run again, and find it.
            raise ConcurrencyError("promise with this client_uuid is being stored") from violation
        if not self.env.su:
            self.browse(promises.ids)._check_origins()
        return dict(zip(fresh, promises, strict=True))

    def _check_origins(self):
        """Refuse origins that the caller cannot read."""
        self._check_links({(promise.origin_model, promise.origin_id) for promise in self if promise.origin_id})

    # -- verbs

    def action_keep(self, evidence, done_on=None):
        """Record that promises were kept, on a day up to today; past the limit they were kept late."""
        self._begin("keep")
        evidence = self._said(evidence, self.env._("Write what was done, and what shows it."))
        done_on = fields.Date.to_date(done_on)
        limits = self._last_days()
        for promises, today in self._per_zone():
            day = done_on or today
            for promise in promises:
                if not promise.promised_on <= day <= today:
                    raise UserError(self.env._("A promise is kept between the day it was made and today."))
            vals_by_id = {
                promise.id: {
                    "state": kept_as(day, limits.get(promise.id, promise.promised_for)),
                    "evidence": evidence,
                    "done_on": day,
                    "ended_by_id": self.env.uid,
                }
                for promise in promises
            }
            promises._transition_each(vals_by_id, "keep")
            promises._meet_deadlines(on=day)

    def action_break(self, reason):
        """Record that promises will not be kept, and why."""
        self._begin("break")
        reason = self._said(reason, self.env._("Say why the promise is not kept, and what the firm was told."))
        self._end("broken", reason, "break")
        self._void_deadlines()

    def action_release(self, reason):
        """Release promises with a reason; never by who is responsible for them."""
        self._begin("release")
        reason = self._said(reason, self.env._("Say why the promise no longer binds, and who agreed."))
        if own := self.filtered(lambda promise: promise.owner_id == self.env.user)[:1]:
            raise UserError(self.env._("You are responsible for “%s”: someone else releases it.", own.name))
        self._end("released", reason, "release")
        self._void_deadlines()

    def action_reopen(self, comment):
        """Take promises up again, for the day that was said first; the comment says what is missing."""
        self._begin("reopen")
        comment = self._said(comment, self.env._("Say what the firm still misses."))
        for promise in self:
            promise._transition(
                {
                    "state": "open",
                    "reopened_count": promise.reopened_count + 1,
                    **dict.fromkeys(("evidence", "done_on", "ended_by_id", "reason"), False),
                },
                "reopen",
                {"comment": comment},
            )
        self._start_given()

    def _end(self, state, reason, action):
        for promises, today in self._per_zone():
            promises._transition(
                {"state": state, "reason": reason, "done_on": today, "ended_by_id": self.env.uid}, action
            )

    # -- what the verbs share

    def _begin(self, step):
        """Lock the rows, then refuse the whole batch unless the step is open to user and state."""
        self.check_access("write")
        self._lock()
        self._require_state(*STEPS[step].from_states)
        roles = self._roles_here()
        for promise in self:
            if not self.env.su and not roles[promise.id] & STEPS[step].roles:
                raise UserError(self.env._("Your roles do not allow this step on “%s”.", promise.name))

    def _roles_here(self):
        """Return ``{id: roles of the user that reach this promise}``; restricted ones are the supervisors'."""
        user = self.env.user
        held = {role for role in ROLES if self.env.su or user.has_group(f"park_guard.group_park_{role}")}
        reach = {}
        for promise in self:
            roles = held & {SUPERVISOR} if promise.is_restricted else held & {CENTRE, SUPERVISOR}
            if not promise.is_restricted and MANAGER in held and (self.env.su or promise.is_my_enterprise):
                roles.add(MANAGER)
            mine = promise.department_id.is_my_department or promise.owner_id == user
            if not promise.is_restricted and HANDLER in held and (self.env.su or mine):
                roles.add(HANDLER)
            reach[promise.id] = roles
        return reach

    def _said(self, text, instruction):
        return self.env["park.issue"]._said(text, instruction)

    @api.model
    def _today(self, zone=None):
        return self.env["park.workday"].today(zone or self.env.company)

    def _per_zone(self):
        for zone, promises in self.grouped("company_id").items():
            yield promises, self._today(zone)

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def action_open_step(self):
        """Open the dialog that asks what the verb in the context, ``park_verb``, needs."""
        self.check_access("read")
        return self.env["park.promise.step"]._open(self.env.context.get("park_verb"), default_promise_ids=self.ids)
