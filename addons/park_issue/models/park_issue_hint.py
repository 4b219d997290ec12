"""Issues that may have a common cause: looked for among the issues of a zone, decided by a person."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import alike
from .park_issue_grouped import NOT_GROUPED

DAYS = 365  # looked back
MOST_ISSUES = 400  # of a category that say a word: beyond that it links nothing, which bounds the work

# Pairs of Chinese characters and Latin words as core/alike.py takes them. What a fifth of all summaries
# say tells nothing. The same clause links its issues to the first one.
LINKS = r"""
WITH entry AS MATERIALIZED (
    SELECT id, category_id, name, lower(regexp_replace(blocking_clause, '\s', '', 'g')) AS clause
      FROM park_issue
     WHERE company_id = %(zone)s AND received_on BETWEEN %(first)s AND %(last)s
       AND is_restricted IS NOT TRUE AND state <> ALL(%(out)s)
), word AS MATERIALIZED (
    SELECT id, category_id, key FROM entry, unnest(park_search_keys(name, NULL, NULL, NULL)) AS key
     WHERE category_id IS NOT NULL AND key ~ '^[\u3400-\u4dbf\u4e00-\u9fff]{2}$'
     UNION
    SELECT id, category_id, found[1] FROM entry, regexp_matches(lower(normalize(name, NFKC)), '[a-z]{3,}', 'g') AS found
     WHERE category_id IS NOT NULL
), telling AS MATERIALIZED (
    SELECT id, category_id, key, count(*) OVER (PARTITION BY id) AS size
      FROM (SELECT word.*, count(*) OVER (PARTITION BY key) AS everywhere,
                   count(*) OVER (PARTITION BY category_id, key) AS here
              FROM word) counted
     WHERE here <= %(most)s
       AND everywhere <= GREATEST(30, (SELECT count(*) FROM entry) / 5)
)
SELECT one.id, other.id
  FROM telling one
  JOIN telling other ON other.category_id = one.category_id AND other.key = one.key AND other.id > one.id
 GROUP BY one.id, other.id
HAVING count(*) >= %(shared)s AND count(*) >= %(share)s * min(LEAST(one.size, other.size))
 UNION
SELECT first.id, other.id
  FROM (SELECT clause, min(id) AS id FROM entry WHERE clause <> '' GROUP BY clause) first
  JOIN entry other ON other.clause = first.clause AND other.id > first.id
"""


class ParkIssueHint(models.Model):
    """Issues alike by category, clause and words over a period, put up for a person to decide on."""

    _name = "park.issue.hint"
    _description = "Issues That May Have a Common Cause"
    _inherit = ["park.guard.mixin"]
    _order = "state desc, issue_count desc, id desc"
    _check_company_auto = True
    _guard_protected = (
        "company_id", "category_id", "clause", "words", "first_on", "last_on", "issue_ids", "issue_count",
        "firm_count", "group_id", "state", "decided_by_id", "decided_on",
    )  # fmt: skip

    company_id = fields.Many2one("res.company", "Zone", required=True, index=True, readonly=True)
    category_id = fields.Many2one("park.issue.category", readonly=True, ondelete="cascade")
    clause = fields.Char("Same clause", readonly=True)
    words = fields.Char("They all say", readonly=True)
    first_on = fields.Date("First received", required=True, readonly=True)
    last_on = fields.Date("Last received", required=True, readonly=True)
    days_apart = fields.Integer(compute="_compute_days_apart", help="Days between the first and the last.")
    issue_ids = fields.Many2many(
        "park.issue", "park_issue_hint_rel", "hint_id", "issue_id", "Issues", readonly=True, check_company=True
    )
    issue_count = fields.Integer("Number of issues", readonly=True)
    firm_count = fields.Integer("Firms", readonly=True)
    group_id = fields.Many2one(
        "park.issue.group", "Joins", readonly=True, ondelete="cascade", check_company=True,
        help="Issues like these are in this common cause already.",
    )  # fmt: skip
    state = fields.Selection(
        [("dismissed", "Not a common cause"), ("grouped", "Grouped"), ("open", "To be decided")],
        default="open", required=True, readonly=True,
    )  # fmt: skip
    reason = fields.Char(help="Why the issues have no common cause; they are not proposed again.")
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Date(readonly=True)

    @api.depends("category_id", "words", "issue_count")
    def _compute_display_name(self):
        for hint in self:
            about = " · ".join(filter(None, (hint.category_id.display_name, hint.clause, hint.words)))
            hint.display_name = self.env._("%(count)s issues: %(about)s", count=hint.issue_count, about=about)

    @api.depends("first_on", "last_on")
    def _compute_days_apart(self):
        for hint in self:
            hint.days_apart = (hint.last_on - hint.first_on).days if hint.last_on and hint.first_on else 0

    # -- looking

    @api.model
    def action_look(self):
        """Look for issues alike in the user's zone, then show what is to be decided."""
        self.check_access("create")
        self._look(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_issue_hint_action")

    @api.model
    def _cron_look(self):
        """Look in every zone; open proposals that no longer hold go away, decided ones stay."""
        for zone in self.env["res.company"].search([("active", "=", True)]):
            self._look(zone)

    @api.model
    def _look(self, zone, today=None):
        """Propose the issues of a zone that are alike; return the open proposals. Twice is once.

        A constant number of statements, whatever the number of issues.
        """
        today = today or self.env["park.workday"].today(zone)
        stars = alike.stars(self._links(zone, today - timedelta(days=DAYS), today))
        hints_sudo = self.sudo()._unlocked()  # sudo: proposals are made by this verb alone
        standing = hints_sudo.search([("company_id", "=", zone.id), ("state", "in", ("open", "dismissed"))])
        known = {(frozenset(hint.issue_ids.ids), hint.group_id.id): hint for hint in standing if hint.state == "open"}
        dismissed = [
            alike.Found(frozenset(hint.issue_ids.ids), frozenset(), hint.group_id.id or None)
            for hint in standing
            if hint.state == "dismissed"
        ]
        issues_sudo = self.env["park.issue"].sudo().browse([issue_id for star in stars for issue_id in star])
        issues_sudo.fetch(["name", "category_id", "enterprise_id", "received_on", "group_id", "blocking_clause"])
        wanted = {}
        for star in stars:
            issues = issues_sudo.browse(star)
            found = self._found(issues)
            if alike.worth_asking(found, dismissed):
                wanted[found.issues, found.group or False] = issues
        (hints_sudo.union(*known.values()) - hints_sudo.union(*(known[key] for key in wanted.keys() & known))).unlink()
        hints_sudo.create(
            [self._prepare_hint_vals(zone, *key, issues) for key, issues in wanted.items() if key not in known]
        )
        return self.search([("company_id", "=", zone.id), ("state", "=", "open")])

    @api.model
    def _links(self, zone, first, last):
        """Return ``[(issue id, issue id)]`` of issues alike that were received in the days given."""
        self.env["park.issue"].flush_model()
        return self.env.execute_query(
            SQL(
                LINKS,
                zone=zone.id,
                first=first,
                last=last,
                out=list(NOT_GROUPED),
                most=MOST_ISSUES,
                shared=alike.LEAST_SHARED,
                share=alike.LEAST_SHARE,
            )
        )

    @api.model
    def _found(self, issues):
        """Return what a person would be asked: the ungrouped issues, and the group most of the others are in."""
        counts = defaultdict(int)
        for issue in issues.filtered("group_id"):
            counts[issue.group_id.id] += 1
        fresh = issues.filtered(lambda issue: not issue.group_id)
        group = max(counts, key=lambda group_id: (counts[group_id], group_id)) if counts else None
        return alike.Found(frozenset(fresh.ids), frozenset(fresh.enterprise_id.ids), group)

    @api.model
    def _prepare_hint_vals(self, zone, issue_ids, group_id, alike_issues):
        fresh = alike_issues.browse(sorted(issue_ids))
        categories, clauses = alike_issues.category_id, {issue.blocking_clause for issue in alike_issues}
        return {
            "company_id": zone.id,
            "category_id": categories.id if len(categories) == 1 else False,
            "clause": clauses.pop() if len(clauses) == 1 else False,
            "words": ", ".join(alike.shared_words(alike_issues.mapped("name"))) or False,
            "first_on": min(alike_issues.mapped("received_on")),
            "last_on": max(alike_issues.mapped("received_on")),
            "issue_ids": [(6, 0, fresh.ids)],
            "issue_count": len(fresh),
            "firm_count": len(fresh.enterprise_id),
            "group_id": group_id,
        }

    def write(self, vals):
        """Write; the reason of a decision stays as it was given."""
        if "reason" in vals and not self._is_unlocked():
            self._require_state("open")
        return super().write(vals)

    # -- deciding

    def action_group(self):
        """Put the issues into the common cause they join, or into a new one, and open it."""
        self.ensure_one()
        self._begin()
        why = " · ".join(filter(None, (self.category_id.display_name, self.clause, self.words)))
        group = self.group_id or self.env["park.issue.group"].create(self._prepare_group_vals())
        # what has been grouped or withdrawn since the proposal was made is left out
        issues = self.issue_ids.filtered(lambda issue: not issue.group_id and issue.state not in NOT_GROUPED)
        issues.action_group(group, self.env._("Alike: %s", why))
        self._decide("grouped", {"group_id": group.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "park.issue.group",
            "res_id": group.id,
            "views": [(False, "form")],
        }

    def _prepare_group_vals(self):
        about = self.words or self.clause or self.issue_ids[:1].name
        place = self.category_id.name
        return {
            "name": f"{place}: {about}" if place else about,
            "company_id": self.company_id.id,
            "category_id": self.category_id.id,
            "clause": self.clause,
        }

    def action_dismiss(self):
        """Say that the issues have no common cause; they are not proposed again without new ones."""
        for hint in self:
            if not (hint.reason or "").strip():
                raise UserError(self.env._("Write the reason why these issues have no common cause."))
        self._begin()
        self._decide("dismissed", {})

    def _begin(self):
        self.check_access("write")
        self._lock()
        self._require_state("open")

    def _decide(self, state, vals):
        today = self.env["park.workday"].today()
        self._transition({"state": state, "decided_by_id": self.env.uid, "decided_on": today, **vals}, state)
