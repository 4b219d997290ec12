from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..core.classifications import UnreadableTableError, read_divisions, read_industries

KINDS = [("industry", "Industries (GB/T 4754)"), ("division", "Divisions")]
ADMIN = "park_guard.group_park_admin"
SHOWN = 20  # problems and differences written out


class ParkClassificationImport(models.TransientModel):
    """The dialog that reads a published table of codes, shows what it would change, and writes it."""

    _name = "park.classification.import"
    _description = "Import of a Classification"
    _inherit = ["park.guard.mixin"]

    kind = fields.Selection(KINDS, required=True, default="industry")
    edition = fields.Char(required=True, default="GB/T 4754-2017", help="The edition the file holds.")
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()
    preview = fields.Text(readonly=True)
    is_sound = fields.Boolean(readonly=True)

    @api.onchange("kind")
    def _onchange_kind(self):
        self.edition = "GB/T 4754-2017" if self.kind == "industry" else "2023"

    def action_preview(self):
        """Show what the file would change and write nothing."""
        self._check_admin()
        found = self._judge(b64decode(self.file), self.kind, self.edition)
        self.write({"preview": self._describe(found), "is_sound": not found["problems"]})
        return self._reopen()

    def action_import(self):
        """Write the table, or refuse it as a whole."""
        self._check_admin()
        found = self._import_table(b64decode(self.file), self.kind, self.edition)
        self.write({"preview": self._describe(found), "is_sound": False})
        return self._reopen()

    def _check_admin(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only an administrator imports classifications."))

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _judge(self, data, kind, edition):
        """Return what the table would do: rows, created, unchanged, renamed [(code, now, then)], problems."""
        try:
            table = read_industries(data) if kind == "industry" else read_divisions(data)
        except UnreadableTableError as error:
            raise UserError(
                self.env._("This is no table of codes: %s is missing. Save it as CSV UTF-8.", error)
            ) from None
        known = self._known(kind, edition)
        renamed = [
            (code, known[code].name, name)
            for code, _l, _p, name, _k in table.rows
            if code in known and known[code].name != name
        ]
        created = [row for row in table.rows if row[0] not in known]
        return {
            "rows": table.repeated + len(table.rows) + len([one for one in table.problems if one[0] != "parent"]),
            "created": len(created),
            "renamed": renamed,
            "unchanged": table.repeated + len(table.rows) - len(created) - len(renamed),
            "problems": table.problems,
            "new": created,
        }

    @api.model
    def _known(self, kind, edition):
        """Return ``{code: record}`` of what is there: industries of the edition, divisions in force."""
        if kind == "industry":
            # the official names stand in every language; the source language holds them
            industries = self.env["res.partner.industry"].with_context(active_test=False, lang=None)
            return industries.search([("edition", "=", edition)]).grouped("code")
        return self.env["park.division"].search([("date_to", "=", False)]).grouped("code")

    @api.model
    def _import_table(self, data, kind, edition):
        """Write what is new and return the counts; a name that differs is never changed, only reported.

        Refused as a whole: a table with problems.
        """
        found = self._judge(data, kind, edition)
        if found["problems"]:
            raise UserError(self._describe(found))
        model = "res.partner.industry" if kind == "industry" else "park.division"
        records_sudo = self.env[model].with_context(lang=None).sudo()  # sudo: only after _check_admin, or on the server
        ids = {code: record.id for code, record in self._known(kind, edition).items()}
        for level in dict.fromkeys(row[1] for row in found["new"]):
            rows = [row for row in found["new"] if row[1] == level]
            created = records_sudo.create([self._row_vals(kind, edition, row, ids) for row in rows])
            ids |= dict(zip((row[0] for row in rows), created.ids, strict=True))
        if kind == "division":
            self.env["res.partner"]._park_fill_regions()
        return found

    @api.model
    def _row_vals(self, kind, edition, row, ids):
        code, level, parent, name, mark = row
        vals = {"code": code, "name": name, "edition": edition, "parent_id": ids.get(parent, False)}
        return vals if kind == "industry" else {**vals, "level": level, "is_functional": bool(mark)}

    def _describe(self, found):
        """Say in a few lines what a table holds and what is wrong with it."""
        reasons = {
            "shape": self.env._("the code does not fit its level"),
            "level": self.env._("unknown level"),
            "name": self.env._("no name"),
            "twice": self.env._("the code came before"),
            "parent": self.env._("what it is part of is missing"),
        }
        lines = [
            self.env._(
                "%(rows)s rows: %(created)s new, %(unchanged)s unchanged, %(renamed)s with another name, "
                "%(problems)s problems.",
                **found | {"renamed": len(found["renamed"]), "problems": len(found["problems"])},
            )
        ]
        lines += [
            self.env._("Row %(row)s, %(code)s: %(reason)s", row=row, code=code or "—", reason=reasons[problem])
            for problem, row, code in found["problems"][:SHOWN]
        ]
        lines += [
            self.env._("%(code)s keeps the name %(now)s; the file says %(then)s", code=code, now=now, then=then)
            for code, now, then in found["renamed"][:SHOWN]
        ]
        return "\n".join(lines)
