"""A firm among the firms of its group: parent, subsidiaries, siblings, with what is open at each."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

RELATIONS = [("head", "Parent"), ("above", "Higher up"), ("below", "Subsidiary"), ("beside", "Related party")]


class ResPartner(models.Model):
    _inherit = "res.partner"

    group_child_ids = fields.One2many("res.partner", "group_parent_id", "Subsidiaries", copy=False)
    group_member_ids = fields.Many2many("res.partner", string="Group", compute="_compute_group_member_ids")
    group_relation = fields.Selection(RELATIONS, "Relation", compute="_compute_group_relation")
    group_open_text = fields.Char("Open", compute="_compute_group_open_text")

    @api.constrains("group_parent_id")
    def _check_group_parent(self):
        """Refuse a firm that stands above itself."""
        if self._has_cycle("group_parent_id"):
            raise ValidationError(self.env._("An enterprise cannot stand above its own group."))

    @api.depends("group_parent_id", "group_child_ids")
    def _compute_group_member_ids(self):
        """List the other firms of each group, as far as the reader may see them."""
        families = self._park_group_families()
        seen = self.search([("id", "in", [one for family in families.values() for one in family])])
        for firm in self:
            family = families.get(firm._origin.id, set())
            firm.group_member_ids = seen.filtered(
                lambda one, family=family, firm=firm: one.id in family - {firm._origin.id}
            )

    @api.depends("group_parent_id")
    @api.depends_context("park_group_of")
    def _compute_group_relation(self):
        """Say what each firm is to the one in the context: its parent, a subsidiary or beside it."""
        one = self.browse(self.env.context.get("park_group_of") or [])
        above, below = one._park_above(), {}
        for firm in self:
            path = below.setdefault(firm, firm._park_above())
            firm.group_relation = (
                one
                and firm != one
                and (
                    "head"
                    if firm == one.group_parent_id
                    else "above"
                    if firm in above
                    else "below"
                    if one in path
                    else "beside"
                )
            )

    @api.depends("question_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_group_open_text(self):
        """Count what is open at each firm, one statement for each part."""
        texts = {}
        for part in self._park_open_parts():
            model = self.env[part["model"]]
            if not model.has_access("read"):
                continue
            domain = [("enterprise_id", "in", self._origin.ids), *part["domain"]]
            for firm, count in model._read_group(domain, ["enterprise_id"], ["__count"]):
                texts.setdefault(firm.id, []).append(f"{part['label']} {count}")
        for firm in self:
            firm.group_open_text = " · ".join(texts.get(firm._origin.id, []))

    @api.model
    def _park_open_parts(self):
        """Return what can be open at a firm: label, model with an enterprise_id, domain; add yours by ``super()``."""
        label = self.env._("Open questions")
        return [{"label": label, "model": "park.enterprise.question", "domain": [["state", "=", "open"]]}]

    def _park_above(self):
        """Return the firms above one firm, from its parent up."""
        above, firm = self.browse(), self.group_parent_id
        while firm and firm not in above:
            above |= firm
            firm = firm.group_parent_id
        return above

    def _park_group_families(self):
        """Return ``{id: ids of its whole group}`` of firms that have one, in one statement."""
        self.flush_model(["group_parent_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE up AS (
                    SELECT id AS firm, id, group_parent_id FROM res_partner WHERE id = ANY(%(ids)s)
                    UNION SELECT up.firm, above.id, above.group_parent_id
                    FROM up JOIN res_partner above ON above.id = up.group_parent_id),
                head AS (SELECT firm, id FROM up WHERE group_parent_id IS NULL),
                family AS (
                    SELECT DISTINCT id AS head, id FROM head
                    UNION SELECT family.head, below.id
                    FROM family JOIN res_partner below ON below.group_parent_id = family.id)
                SELECT head.firm, array_agg(family.id) FROM head JOIN family ON family.head = head.id
                GROUP BY head.firm HAVING count(*) > 1
                """,
                ids=self._origin.ids,
            )
        )
        return {firm_id: set(ids) for firm_id, ids in rows}

    def _park_group_firms(self):
        """Return these firms with all firms of their groups that the reader may see; batches start from here."""
        return self | self.group_member_ids

    def action_park_group(self):
        """Open the whole group as a list, where every verb for many firms is at hand."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_enterprise.park_enterprise_action")
        return {**action, "domain": [("id", "in", self._park_group_firms().ids)], "context": {}}
