"""Likely the same firm: proposed while a firm is entered, merged by a person, found under both names after."""

from odoo import api, fields, models
from odoo.addons.park_guard.core import personal
from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import duplicates, uscc

LOOKED_AT = 60  # firms that share most pairs with the name typed


class ResPartner(models.Model):
    _inherit = "res.partner"
    _guard_protected = ("merged_into_id",)

    merged_into_id = fields.Many2one(
        "res.partner", "Merged into", index="btree_not_null", readonly=True, copy=False, ondelete="restrict"
    )
    merged_ids = fields.One2many(
        "res.partner", "merged_into_id", "Merged from", context={"active_test": False}, readonly=True
    )
    park_twin_notice = fields.Text("Likely the same", compute="_compute_park_twin_notice")

    @api.depends("name", "uscc", "phone", "street")
    def _compute_park_twin_notice(self):
        """Say which known firms a new one looks like; a stored one is looked at when proposals are asked for."""
        for partner in self:
            likely = [] if partner._origin or not partner.is_park_enterprise else partner._park_twins()
            names = dict(self.browse(twin.id for twin in likely)._park_names())
            partner.park_twin_notice = "\n".join(
                self.env._("%(name)s: %(why)s", name=names[twin.id], why=self._park_why(twin)) for twin in likely
            )

    @api.depends("former_name_ids.name", "merged_ids.uscc")
    def _compute_park_former_names(self):
        """Add the codes of merged firms: whoever searches the old code finds the one that stayed."""
        result = super()._compute_park_former_names()
        for partner in self:
            codes = partner.merged_ids.filtered("uscc").mapped("uscc")
            if codes:
                partner.park_former_names = "\n".join(filter(None, [partner.park_former_names, *codes]))
        return result

    def _park_names(self):
        return [(firm.id, firm.display_name) for firm in self]

    def _park_facts(self):
        """Return what is compared of each of these firms."""
        return [
            duplicates.Firm(
                firm._origin.id or None,
                firm.name or "",
                uscc.normalise(firm.uscc) or None,
                tuple(firm.former_name_ids.mapped("name")),
                firm.phone or None,
                firm.street or None,
            )
            for firm in self
        ]

    def _park_twins(self):
        """Return the likeliest twins of one firm among those of its zone, by one look into the search keys."""
        self.ensure_one()
        (firm,) = self._park_facts()
        keys = sorted(duplicates.pairs(duplicates.core_name(firm.name))) if firm.name else []
        rows = self.env.execute_query(
            SQL(
                """SELECT partner.id FROM unnest(%(keys)s::text[]) AS pair
                     JOIN res_partner partner ON partner.park_search_keys @> ARRAY[pair]
                    WHERE partner.is_park_enterprise AND partner.active AND partner.company_id = %(zone)s
                      AND partner.id <> %(self)s
                    GROUP BY partner.id ORDER BY count(*) DESC, partner.id LIMIT %(limit)s""",
                keys=keys,
                zone=self.company_id.id or self.env.company.id,
                self=firm.id or 0,
                limit=LOOKED_AT,
            )
        )
        near = self.browse(row[0] for row in rows)
        if firm.code:
            near |= self.search([("uscc", "=", firm.code), ("company_id", "=", self.company_id.id)]) - self._origin
        index = duplicates.Index(near._filtered_access("read")._park_facts())
        return index.find(firm)

    @api.model
    def _park_why(self, likeness):
        """Return in words how like two firms are, each signal with its weight."""
        texts = {
            "same_code": self.env._("same credit code"),
            "name": self.env._("like name"),
            "former_name": self.env._("like a former name"),
            "phone": self.env._("same telephone"),
            "address": self.env._("same address"),
            "other_code": self.env._("but another valid credit code"),
        }
        reasons = [f"{texts[signal.key]} {signal.weight:+.0%}" for signal in likeness.signals]
        return self.env._("%(score)s alike (%(why)s)", score=f"{likeness.score:.0%}", why="; ".join(reasons))

    def _park_plain(self, name):
        """Return a value of one firm as JSON can hold it, None where nothing is known; never a mask."""
        value = self.sudo()[name]  # sudo: compared and moved, not shown
        if not value:
            return None
        return value.id if isinstance(value, models.BaseModel) else self.env["park.audit"]._plain(value)

    def _park_shown(self, name):
        """Return a value of one firm as it may stand in a row that others read: personal data masked."""
        field, value = self._fields[name], self.sudo()[name]  # sudo: masked below
        if isinstance(field, MaskedChar):
            return personal.mask(value) if value else False
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "float" and value:
            return f"{value:.15g}"  # 5000, as it was entered
        return field.convert_to_export(value, self) if value else False

    def action_park_merge(self):
        """Lay two chosen firms side by side; the one with a valid code and a longer history is proposed to stay."""
        self.check_access("write")
        if len(self) != 2:
            raise UserError(self.env._("Choose the two records of one enterprise."))
        survivor, twin = self.sorted(lambda firm: (firm.uscc_check != "valid", not firm.officer_id, firm.id))
        merge = self.env["park.enterprise.merge"].search(
            [("state", "=", "draft"), ("survivor_id", "in", self.ids), ("twin_id", "in", self.ids)], limit=1
        ) or self.env["park.enterprise.merge"].create({"survivor_id": survivor.id, "twin_id": twin.id})
        return merge._open()
