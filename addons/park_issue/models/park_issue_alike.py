"""Open issues that look like the one being entered: shown before the same is written down twice."""

from odoo import api, fields, models
from odoo.addons.park_enterprise.core import search_keys
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import alike

LOOKED_AT = 2000  # newest open issues that share a pair of characters
SHOWN = 8
BEING_ENTERED = (False, "draft", "new")


class ParkIssueAlike(models.Model):
    _inherit = "park.issue"

    alike_ids = fields.Many2many("park.issue", string="Similar open issues", compute="_compute_alike")
    alike_notice = fields.Text("Looks like", compute="_compute_alike", help="Each line says why.")

    @api.depends("name", "category_id", "enterprise_id", "state")
    @api.depends_context("uid")
    def _compute_alike(self):
        """Look for similar issues while a single one is on screen; a list of issues does not ask.

        They are for who enters it and, later, for who may join them to a common cause: looking costs several
        times what the rest of the form does.
        """
        for issue in self:
            found = []
            if len(self) == 1 and issue.name and (issue.state in BEING_ENTERED or issue.may_group):
                firm = issue.enterprise_id._origin
                found = self._alike(issue.name, issue.category_id._origin, firm, issue._origin, SHOWN)
            issue.alike_ids = self.browse([other.id for other, _why in found])
            issue.alike_notice = "\n".join(f"{other.display_name} · {why}" for other, why in found)

    @api.model
    @api.readonly
    def alike(self, text, category_id=None, enterprise_id=None, limit=SHOWN):
        """Return the open issues that look like a problem being entered, likeliest first.

        Each is ``{"id", "number", "name", "enterprise", "category", "state", "received_on", "why", "group",
        "same_firm"}``; only what the user may read is told.
        """
        self.check_access("read")
        category = self.env["park.issue.category"].browse(int(category_id or 0) or [])
        firm = self.env["res.partner"].browse(int(enterprise_id or 0) or [])
        firm.check_access("read")
        states = dict(self._fields["state"]._description_selection(self.env))
        return [
            {
                "id": issue.id,
                "number": issue.number or "",
                "name": issue.name,
                "enterprise": issue.enterprise_id.display_name,
                "category": issue.category_id.display_name or "",
                "state": states[issue.state],
                "received_on": issue.received_on.isoformat(),
                "why": why,
                "group": issue.group_id.name or "",
                "same_firm": issue.enterprise_id == firm,
            }
            for issue, why in self._alike(str(text or ""), category, firm, self, min(max(int(limit), 1), 50))
        ]

    @api.model
    def _alike(self, text, category, firm, but, limit):
        """Return ``[(issue, why)]`` of the open issues most like a text; two statements, whatever there is."""
        typed = alike.words(text)
        if not typed:
            return []
        zones = firm.company_id.ids or self.env.companies.ids
        domain = Domain("company_id", "in", zones) & Domain("state", "in", self._open_states())
        domain &= Domain("id", "not in", but.ids) & self._shares_pairs(text)
        names = ["name", "number", "category_id", "enterprise_id", "received_on", "state", "group_id", "company_id"]
        ranked = []
        for issue in self.search_fetch(domain, names, order="id desc", limit=LOOKED_AT):
            share = alike.likeness(typed, alike.words(issue.name))
            same_category, same_firm = issue.category_id == category, issue.enterprise_id == firm
            # of another category and firm more must be alike; before a category is chosen nothing speaks against it
            close = same_category or same_firm or not category
            if share >= (alike.LEAST_SHARE if close else alike.LEAST_SHARE * 1.5):
                ranked.append((share + 0.2 * (bool(category) and same_category) + 0.2 * same_firm, issue))
        ranked.sort(key=lambda pair: (-pair[0], -pair[1].id))
        return [(issue, self._why_alike(text, category, firm, issue)) for _score, issue in ranked[:limit]]

    @api.model
    def _shares_pairs(self, text):
        """Return the domain of issues whose summary shares a pair of characters; the search's index answers."""
        pairs = search_keys.pairs(search_keys.search_text(text))

        def to_sql(model, table, _query):
            return SQL("%s && %s::text[]", model._park_search_sql("park_search_keys", table), pairs)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _why_alike(self, text, category, firm, issue):
        """Return in words what two problems have in common."""
        _ = self.env._
        days = abs((self._today(issue.company_id) - issue.received_on).days)
        return _(" · ").join(
            filter(
                None,
                (
                    _("same firm") if issue.enterprise_id == firm else "",
                    _("same category") if category and issue.category_id == category else "",
                    _("both say: %s", _(", ").join(alike.shared_words([text, issue.name]))),
                    _("%s days ago", days),
                    _("common cause: %s", issue.group_id.name) if issue.group_id else "",
                ),
            )
        )
