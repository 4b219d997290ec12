from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import duplicates
from ..core.importing.cells import name_key

STATES = [("draft", "To decide"), ("merged", "Merged"), ("undone", "Undone")]
VALUED = ("char", "text", "html", "float", "monetary", "integer", "date", "datetime", "selection", "many2one")
# of the record and not of the firm: they stay as the survivor has them
OWN = {"active", "company_id", "parent_id", "commercial_partner_id", "type", "lang", "tz", "color", "user_id"}


class ParkEnterpriseMerge(models.Model):
    """Two records of one firm become one: the survivor keeps its id, the other is archived and points to it."""

    _name = "park.enterprise.merge"
    _description = "Merge of Enterprises"
    _inherit = ["park.guard.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "survivor_id"
    _guard_protected = ("state", "company_id", "merged_at", "merged_uid", "undone_at", "before")

    survivor_id = fields.Many2one(
        "res.partner",
        "Stays",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_park_enterprise", "=", True)],
        context={"park_enterprise_search": True},
    )
    twin_id = fields.Many2one(
        "res.partner",
        "Is merged into it",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_park_enterprise", "=", True)],
        context={"park_enterprise_search": True, "active_test": False},
    )
    company_id = fields.Many2one("res.company", "Zone", related="survivor_id.company_id", store=True, index=True)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    reason = fields.Char(help="Why the two are one firm.")
    likeness = fields.Text("Why they look the same", compute="_compute_likeness")
    difference_ids = fields.One2many("park.enterprise.difference", "merge_id", "Differing values")
    line_ids = fields.One2many("park.enterprise.merge.line", "merge_id", "What was moved", readonly=True)
    merged_at = fields.Datetime(readonly=True)
    merged_uid = fields.Many2one("res.users", "Merged by", readonly=True)
    undone_at = fields.Datetime(readonly=True)
    # personal data among them: for the undo alone
    before = fields.Json(
        readonly=True, groups=fields.NO_ACCESS
    )  # {values: {field: [before, after]}, deputies: [ids], former_name: id}

    _two = models.Constraint("CHECK(survivor_id <> twin_id)", "An enterprise cannot be merged into itself.")
    _one_draft = models.UniqueIndex(
        "(LEAST(survivor_id, twin_id), GREATEST(survivor_id, twin_id)) WHERE state = 'draft'",
        "This merge is already waiting for a decision.",
    )

    @api.depends("survivor_id", "twin_id")
    def _compute_likeness(self):
        for merge in self:
            firm, twin = merge.survivor_id._park_facts() + merge.twin_id._park_facts() or (None, None)
            merge.likeness = firm and twin and merge.survivor_id._park_why(duplicates.compare(firm, twin))

    @api.model_create_multi
    def create(self, vals_list):
        """Create drafts and lay the differing values side by side."""
        merges = super().create(vals_list)
        for merge in merges:
            merge._check_firms()
        merges._lay_side_by_side()
        return merges

    def write(self, vals):
        """Write; other firms are other differences."""
        if vals.keys() & {"survivor_id", "twin_id"}:
            self._require_state("draft")
        result = super().write(vals)
        if vals.keys() & {"survivor_id", "twin_id"}:
            for merge in self:
                merge._check_firms()
            self._lay_side_by_side()
        return result

    @api.ondelete(at_uninstall=False)
    def _keep_history(self):
        """Refuse to delete what was carried out."""
        self._require_state("draft")

    def _check_firms(self):
        """Refuse firms that the user may not write, of two zones, merged before, or that stand for a log-in."""
        firms = self.survivor_id | self.twin_id
        firms.check_access("write")
        if len(firms.company_id) != 1 or not all(firm.is_park_enterprise for firm in firms):
            raise UserError(self.env._("Only enterprises of one zone can be merged."))
        if gone := firms.filtered("merged_into_id")[:1]:
            raise UserError(self.env._("%s is already merged into another enterprise.", gone.name))
        if self.survivor_id.commercial_partner_id == self.twin_id:
            raise UserError(self.env._("%s is part of the other enterprise: keep that one.", self.survivor_id.name))
        twin_sudo = self.twin_id.sudo()  # sudo: log-ins and zones are asked for, not shown
        people = twin_sudo.with_context(active_test=False).user_ids.filtered(lambda user: not user.share)
        if people or self.env["res.company"].sudo().search_count([("partner_id", "=", self.twin_id.id)], limit=1):
            raise UserError(
                self.env._("%s stands for a zone or a colleague's log-in: keep it and merge the other.", twin_sudo.name)
            )

    def _lay_side_by_side(self):
        """Make the rows of differing values anew; what only one record knows is taken over."""
        differences_sudo = self.env["park.enterprise.difference"].sudo()  # sudo: rows follow the checked merge
        differences_sudo.search([("merge_id", "in", self.ids)]).unlink()
        differences_sudo.create([vals for merge in self for vals in merge._difference_vals()])

    def _difference_vals(self):
        survivor, twin = self.survivor_id, self.twin_id
        for name in self._compared_fields():
            ours, theirs = survivor._park_plain(name), twin._park_plain(name)
            if theirs is None or ours == theirs:
                continue
            yield {
                "merge_id": self.id,
                "enterprise_id": survivor.id,
                "field_name": name,
                "our_value": survivor._park_shown(name),
                "their_value": twin._park_shown(name),
                "decision": "theirs" if ours is None else False,
            }

    def _compared_fields(self):
        """Return the names of the fields that say something about a firm and that a person may change."""
        protected = self.survivor_id._protected_names()
        return sorted(
            name
            for name, field in self.survivor_id._fields.items()
            if field.type in VALUED
            and field.store
            and not (field.compute or field.related or field.company_dependent)
            and name not in OWN | protected | set(models.MAGIC_COLUMNS)
            and self.survivor_id._has_field_access(field, "write")
        )

    def action_swap(self):
        """Let the other record stay."""
        self.check_access("write")
        self._require_state("draft")
        for merge in self:
            merge.write({"survivor_id": merge.twin_id.id, "twin_id": merge.survivor_id.id})

    def action_merge(self):
        """Merge: everything that points at the twin points at the survivor, decided values are written."""
        self.check_access("write")
        self._require_state("draft")
        for merge in self:
            merge._lock()
            (merge.survivor_id | merge.twin_id)._lock()
            merge._check_firms()
            merge._check_decided()
            merge._carry_out()

    def _check_decided(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why the two are one enterprise."))
        known = {difference.field_name: difference.their_value for difference in self.difference_ids}
        if known != {vals["field_name"]: vals["their_value"] for vals in self._difference_vals()}:
            self._lay_side_by_side()
        if open_rows := self.difference_ids.filtered(lambda difference: not difference.decision):
            raise UserError(self.env._("Decide first: %s", ", ".join(open_rows.mapped("label"))))

    def _carry_out(self):
        survivor, twin = self.survivor_id, self.twin_id
        chosen = self.difference_ids.filtered(lambda difference: difference.decision == "theirs")
        taken = {name: twin._park_plain(name) for name in chosen.mapped("field_name")}
        if taken.get("group_parent_id") == survivor.id:
            taken["group_parent_id"] = False
        if survivor.group_parent_id == twin:  # a firm does not belong to itself
            taken["group_parent_id"] = False
        deputies_sudo = self._step_back()
        twin.active = False
        self.env.flush_all()
        before = {name: survivor._park_plain(name) for name in taken}
        self.env["park.enterprise.merge.line"]._move(self)
        survivor.write(taken)
        twin.sudo().merged_into_id = survivor  # sudo: the pointer is kept by this verb alone
        former_sudo = self._remember_name()
        self._refresh()
        after = {name: [old, survivor._park_plain(name)] for name, old in before.items()}
        vals = {
            "state": "merged",
            "merged_at": fields.Datetime.now(),
            "merged_uid": self.env.uid,
        }
        # sudo: what the undo needs is kept out of sight and out of the audit
        self.sudo().before = {"values": after, "deputies": deputies_sudo.ids, "former_name": former_sudo.id}
        self._transition(vals, "merge", {"survivor": survivor.id, "twin": twin.id, "reason": self.reason})
        survivor.message_post(
            body=self.env._("%(twin)s was merged into this: %(why)s", twin=twin.name, why=self.reason)
        )

    def _step_back(self):
        """Make the twin's account manager a deputy where the survivor has one: a firm has one at a time."""
        officers_sudo = self.env["park.enterprise.officer"].sudo()  # sudo: follows the checked merge
        current = officers_sudo.search(
            officers_sudo._current_domain()
            & Domain("enterprise_id", "in", (self.survivor_id | self.twin_id).ids)
            & Domain("role", "=", "officer")
        )
        theirs = current.filtered(lambda officer: officer.enterprise_id == self.twin_id)
        if theirs == current:
            return theirs.browse()
        theirs.role = "deputy"
        return theirs

    def _remember_name(self):
        """Keep the twin's name findable as a former one of the survivor."""
        survivor, name = self.survivor_id, self.twin_id.name
        known = {name_key(other) for other in (survivor.name, *survivor.former_name_ids.mapped("name"))}
        formers_sudo = self.env["park.enterprise.former.name"].sudo()  # sudo: follows the checked merge
        if name_key(name) in known:
            return formers_sudo
        return formers_sudo.create({"enterprise_id": survivor.id, "name": name})

    def _refresh(self):
        """Let everything that is kept about the two follow."""
        firms = (self.survivor_id | self.twin_id).with_context(active_test=False)
        self.env.invalidate_all()
        self.env.add_to_compute(firms._fields["park_former_names"], firms)
        firms._refresh_main_officer()
        firms._park_sync_code_questions()
        self.env.flush_all()

    def action_undo(self):
        """Take the merge back: what was moved returns as far as it still is where the merge put it."""
        self.check_access("write")
        self._require_state("merged")
        for merge in self.sorted("id", reverse=True):
            merge._lock()
            if merge.survivor_id.merged_into_id:
                raise UserError(
                    self.env._("%s was merged further: undo the later merge first.", merge.survivor_id.name)
                )
            (merge.survivor_id | merge.twin_id).check_access("write")
            merge._take_back()

    def _take_back(self):
        survivor, twin = self.survivor_id, self.twin_id
        kept = self.sudo().before or {}  # sudo: kept out of sight for this verb
        survivor.write(
            {name: old for name, (old, new) in kept.get("values", {}).items() if survivor._park_plain(name) == new}
        )
        # sudo: what the merge itself added is taken away by its undo
        self.env["park.enterprise.former.name"].sudo().browse(kept.get("former_name") or []).exists().unlink()
        self.env.flush_all()
        self.line_ids._take_back()
        twin.sudo().merged_into_id = False  # sudo: the pointer is kept by this verb alone
        deputies_sudo = self.env["park.enterprise.officer"].sudo().browse(kept.get("deputies"))  # sudo: as above
        deputies_sudo.exists().filtered(lambda officer: officer.role == "deputy").role = "officer"
        twin.active = True
        self._refresh()
        self._transition({"state": "undone", "undone_at": fields.Datetime.now()}, "merge_undo", {"twin": twin.id})
        survivor.message_post(body=self.env._("The merge of %s was undone.", twin.name))

    @api.model
    def _survivor_ids(self, firm_ids):
        """Return ``{id: id of who carries it on}`` of merged firms, however often they were merged."""
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE way AS (
                       SELECT id, merged_into_id FROM res_partner WHERE id = ANY(%s) AND merged_into_id IS NOT NULL
                       UNION SELECT way.id, next.merged_into_id FROM way
                       JOIN res_partner next ON next.id = way.merged_into_id WHERE next.merged_into_id IS NOT NULL)
                   SELECT way.id, way.merged_into_id FROM way
                   JOIN res_partner last ON last.id = way.merged_into_id AND last.merged_into_id IS NULL""",
                list(firm_ids),
            )
        )
        return dict(rows)

    def _open(self):
        """Return the action that shows one merge."""
        action = self.env["ir.actions.act_window"]._for_xml_id("park_enterprise.park_enterprise_merge_action")
        return {**action, "res_id": self.id, "view_mode": "form", "views": [(False, "form")]}
