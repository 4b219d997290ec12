import unicodedata
from dataclasses import dataclass, field

from odoo import api, models
from odoo.addons.park_enterprise.core import uscc
from odoo.addons.park_enterprise.core.importing.cells import name_key
from odoo.exceptions import ConcurrencyError

from ..core import intake
from ..core.intake import Problem
from .park_work_difference import as_text

BRACKETS = (("(", "（"), (")", "）"))


@dataclass
class Received:
    """What becomes of one entry: created, unchanged, differs or refused, and why."""

    facts: dict
    verdict: str = "created"
    problems: tuple = ()
    order: object = None  # the work order that is kept already
    changed: dict = field(default_factory=dict)  # {field: (kept, said)}
    is_news: bool = False  # something among changed was not said before
    state: str | None = None
    category_id: int | None = None
    enterprise_id: int | None = None

    @property
    def becomes_issue(self):
        return self.verdict == "created" and self.state == "open" and bool(self.enterprise_id)


class ParkWorkOrder(models.Model):
    """The one way in, for files and for the interface: judge entries, then write them.

    A constant number of statements, whatever the number of entries, but for the issues that are made of
    work orders: the ORM creates those a hundred at a time.
    """

    _inherit = "park.work.order"

    @api.model
    def _judge(self, source, orders):
        """Return one ``Received`` for each ``core.intake.Order``; nothing is written."""
        found = [Received(order.facts, "refused" if order.problems else "created", order.problems) for order in orders]
        sound = [entry for entry in found if not entry.problems]
        self._refuse_repeated(sound)
        sound = [entry for entry in sound if not entry.problems]
        self._give_meaning(source, sound)
        self._compare(source, [entry for entry in sound if not entry.problems])
        self._find_firms(source, [entry for entry in sound if entry.verdict == "created"])
        return found

    def _refuse_repeated(self, entries):
        """Refuse a number that came before among the entries: which of two rows holds is for the source to say."""
        seen = set()
        for entry in entries:
            number = entry.facts["number"]
            if number in seen:
                entry.verdict, entry.problems = "refused", (Problem("number", "repeated", number),)
            seen.add(number)

    def _give_meaning(self, source, entries):
        """Translate states and categories by the words of the source; refuse what only supervisors may take."""
        states = {word: record.state or None for word, record in source._words("state").items()}
        categories = {word: record.category_id for word, record in source._words("category").items()}
        is_supervisor = self.env.user.has_group("park_guard.group_park_supervisor")
        for entry in entries:
            entry.state = intake.meaning(entry.facts, states)
            category = categories.get(entry.facts.get("category"))
            entry.category_id = category.id if category else None
            if category and not is_supervisor and (category.is_restricted or category._track().is_restricted):
                entry.verdict = "refused"
                entry.problems = (Problem("category", "restricted", entry.facts["category"]),)

    def _compare(self, source, entries):
        """Find the work orders that are kept already, and what the source says otherwise now."""
        numbers = [entry.facts["number"] for entry in entries]
        # sudo: a number is taken also where the caller may not see by what; that row is refused below
        kept_sudo = self.sudo().search([("source_id", "=", source.id), ("number", "in", numbers)])
        kept = {order.number: order for order in kept_sudo}
        visible = self.browse(kept_sudo.ids)._filtered_access("read")
        last_said = kept_sudo._last_said()
        for entry in entries:
            if not (order := kept.get(entry.facts["number"])):
                continue
            if order.id not in visible._ids:
                entry.verdict, entry.problems = "refused", (Problem("number", "not_yours", order.number),)
                continue
            facts = order._facts()
            entry.order = self.browse(order.id)
            entry.changed = {
                name: (facts.get(name), entry.facts[name]) for name in intake.differences(facts, entry.facts)
            }
            entry.is_news = any(
                last_said.get((order.id, name)) != as_text(said) for name, (_kept, said) in entry.changed.items()
            )
            entry.verdict = "differs" if entry.is_news else "unchanged"

    def _find_firms(self, source, entries):
        """Find firms by a right credit code, else by a name that one firm of the zone alone has."""
        codes = [uscc.normalise(entry.facts.get("code")) for entry in entries]
        names = [entry.facts.get("firm", "") for entry in entries]
        spellings = {text for name in names if name for text in _spellings(name)}
        firms = self.env["res.partner"].search_fetch(
            [
                ("is_park_enterprise", "=", True),
                ("company_id", "=", source.company_id.id),
                "|",
                ("uscc", "in", [code for code in codes if code]),
                ("name", "in", list(spellings)),
            ],
            ["uscc", "name"],
        )
        by_code = {firm.uscc: firm.id for firm in firms if firm.uscc}
        by_name = {}
        for firm in firms:
            by_name.setdefault(name_key(firm.name), []).append(firm)
        for entry, code, name in zip(entries, codes, names, strict=True):
            # a code of another firm speaks against the name
            alike = [firm for firm in by_name.get(name_key(name), ()) if not code or firm.uscc in (code, False)]
            entry.enterprise_id = by_code.get(code) or (alike[0].id if len(alike) == 1 else None)

    @api.model
    def _receive(self, source, received, batch=None):
        """Write judged entries; return ``{position: work order}`` of those that are kept now.

        ``batch`` is ``(import, [row of each entry])``. Work orders that are open at the source and whose firm
        is known become issues; what differs is put up for decision and overwrites nothing.
        """
        self.check_access("write")
        kept = {at: entry.order for at, entry in enumerate(received) if entry.order}
        new = {at: entry for at, entry in enumerate(received) if entry.verdict == "created"}
        made = self._insert_orders(source, new, batch)
        kept |= made
        self.browse(made[at].id for at, entry in new.items() if entry.becomes_issue)._take_up()
        changed = {entry.order: entry.changed for entry in received if entry.verdict == "differs"}
        rows = {entry.order.id: batch[1][at] for at, entry in enumerate(received) if batch and entry.order}
        self._put_up(changed, batch and (batch[0], rows))
        return kept

    def _insert_orders(self, source, new, batch):
        """Insert new work orders in one statement; return ``{position: work order}``."""
        if not new:
            return {}
        zone = self.env["park.workday"]._zone_tz(source.company_id)
        columns = {at: self._fact_columns(entry.facts, zone) for at, entry in new.items()}
        usual = source._limit_days({row["received_on"] for row in columns.values()})
        categories = self.env["park.issue.category"].browse({e.category_id for e in new.values() if e.category_id})
        restricted = {c.id for c in categories if c.is_restricted or c._track().is_restricted}
        for at, entry in new.items():
            row = columns[at]
            limit = row.get("due_on") or usual.get(row["received_on"])
            row |= {
                "source_id": source.id,
                "company_id": source.company_id.id,
                "state": entry.state,
                "category_id": entry.category_id,
                "is_restricted": entry.category_id in restricted,
                "enterprise_id": entry.enterprise_id,
                "limit_on": limit,
                "verdict": intake.verdict(entry.facts.get("due") or limit, entry.facts.get("closed"), zone),
                "import_id": batch and batch[0].id,
                "import_row": batch and batch[1][at],
            }
        ids = dict(self.env["park.work.import"]._insert("park_work_order", list(columns.values()), "number"))
        if len(ids) < len(columns):  # another request stores one of them at this moment: run again, and find it
            raise ConcurrencyError("work order with this number is being stored")
        self.invalidate_model()
        return {at: self.browse(ids[row["number"]]) for at, row in columns.items()}


def _spellings(name):
    """Return the ways in which the name of one firm is usually stored: brackets wide or narrow."""
    plain = unicodedata.normalize("NFKC", name)
    wide = plain
    for narrow, full in BRACKETS:
        wide = wide.replace(narrow, full)
    return {name, plain, wide}
