"""Where the name, the address and the capital of a firm come from: which file or person, and when."""

import json

from odoo import api, fields, models
from odoo.tools import SQL

FACTS = {  # {fact: the columns that hold it}
    "name": ("name",),
    "address": ("street", "city", "state_id"),
    "capital": ("capital_text", "capital_wan", "capital_currency_id"),
}


class ResPartner(models.Model):
    _inherit = "res.partner"
    _guard_protected = ("park_provenance",)

    # {fact: {at: UTC moment, uid, import: id of the batch or None}}; a fact that is not there: not known
    park_provenance = fields.Json("Origin as data", readonly=True, copy=False)
    park_provenance_text = fields.Text("Where it comes from", compute="_compute_park_provenance_text")

    @api.depends("park_provenance")
    @api.depends_context("lang", "tz")
    def _compute_park_provenance_text(self):
        """Say for each fact which file or person brought it and when; names are read once for all firms."""
        labels = {"name": self.env._("Name"), "address": self.env._("Address"), "capital": self.env._("Capital")}
        origins = [origin for firm in self for origin in (firm.park_provenance or {}).values()]
        # sudo: names of colleagues and files alone, for readers of the firm
        users_sudo = self.env["res.users"].sudo().browse({origin["uid"] for origin in origins}).exists()
        batches_sudo = self.env["park.enterprise.import"].sudo()
        batches_sudo = batches_sudo.browse({origin["import"] for origin in origins if origin["import"]}).exists()
        people = {user.id: user.name for user in users_sudo}
        files = {batch.id: batch.filename or "" for batch in batches_sudo}
        for firm in self:
            known = firm.park_provenance or {}
            firm.park_provenance_text = "\n".join(
                firm._park_origin_text(labels[fact], known[fact], people, files) for fact in FACTS if fact in known
            )

    def _park_origin_text(self, label, origin, people, files):
        """Return one line: the fact, file or hand, person and day in the reader's time zone."""
        at = fields.Datetime.context_timestamp(self, fields.Datetime.to_datetime(origin["at"]))
        words = {"fact": label, "person": people.get(origin["uid"], "?"), "day": at.date()}
        if origin["import"]:
            file = files.get(origin["import"], "")
            return self.env._("%(fact)s: file %(file)s, imported by %(person)s on %(day)s", file=file, **words)
        return self.env._("%(fact)s: entered by %(person)s on %(day)s", **words)

    @api.model_create_multi
    def create(self, vals_list):
        """Create; note who entered what is known of new firms."""
        partners = super().create(vals_list)
        firms = partners.filtered("is_park_enterprise")
        if firms:
            firms._park_note_origin({firm.id: _filled(firm) for firm in firms})
        return partners

    def write(self, vals):
        """Write; note who changed a fact, where it really changed."""
        touched = {fact for fact, columns in FACTS.items() if vals.keys() & set(columns)}
        firms = self.filtered("is_park_enterprise") if touched else self.browse()
        before = {firm.id: {fact: _values(firm, fact) for fact in touched} for firm in firms}
        result = super().write(vals)
        if firms:
            firms._park_note_origin(
                {
                    firm.id: [fact for fact, old in before[firm.id].items() if _values(firm, fact) != old]
                    for firm in firms
                }
            )
        return result

    @api.model
    def _park_origin_json(self, facts, batch_id=None, at=None):
        """Return the origin of facts that the user brings now, by a file or by hand, as JSON text."""
        at = fields.Datetime.to_string(at or fields.Datetime.now())
        return json.dumps({fact: {"at": at, "uid": self.env.uid, "import": batch_id} for fact in facts})

    @api.model
    def _park_note_origin(self, facts_by_firm, batch_id=None, at=None):
        """Keep the origin of ``{firm id: [facts]}`` in one statement."""
        texts = {}
        rows = []
        for firm_id, facts in facts_by_firm.items():
            if facts:
                key = tuple(facts)
                texts[key] = texts.get(key) or self._park_origin_json(facts, batch_id, at)
                rows.append((firm_id, texts[key]))
        if not rows:
            return
        firm_ids, origins = map(list, zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner firm SET park_provenance = COALESCE(park_provenance, '{}'::jsonb) || new.origin
                     FROM unnest(%s::int[], %s::jsonb[]) AS new (id, origin) WHERE new.id = firm.id""",
                firm_ids,
                origins,
            )
        )
        self.browse(firm_ids).invalidate_recordset(["park_provenance", "park_provenance_text"], flush=False)

    @api.model
    def _park_forget_origin(self, firm_ids, batch_id):
        """Let facts that an undone import brought have no known origin."""
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner SET park_provenance = (
                       SELECT jsonb_object_agg(key, value) FROM jsonb_each(park_provenance)
                        WHERE (value ->> 'import')::int IS DISTINCT FROM %s)
                    WHERE id = ANY(%s) AND park_provenance IS NOT NULL""",
                batch_id,
                list(firm_ids),
            )
        )


def _values(firm, fact):
    return [firm[column] for column in FACTS[fact]]


def _filled(firm):
    return [fact for fact in FACTS if any(_values(firm, fact))]
