from odoo import Command, fields, models


class ParkWorkdayImport(models.TransientModel):
    """What a further list does to the open clocks, shown before it is put in force."""

    _inherit = "park.workday.import"
    _guard_protected = ("line_ids", "moved_count", "settled_count", "effects")

    line_ids = fields.One2many("park.workday.import.line", "import_id", "Limits That Move", readonly=True)
    moved_count = fields.Integer("Limits That Move", readonly=True)
    settled_count = fields.Integer(
        "Settled", readonly=True, help="Limits that keep their day and are no longer provisional."
    )
    effects = fields.Text(readonly=True)

    def _preview_effects(self, calendars):
        """Write what would move, one line for all limits of a department that move alike."""
        result = super()._preview_effects(calendars)
        before = self.env["park.workday"]._calendars()
        # sudo: the list counts in every zone; shown are days and numbers, no titles, and departments of own zones
        moves = self.env["park.deadline"].sudo()._recount(before, calendars) if calendars else {}
        moved = {key: move for key, move in moves.items() if move[0].due_on != move[1][0]}
        groups = self._moves_by_department(moved)
        self._unlocked().write(
            {
                "moved_count": len(moved),
                "settled_count": sum(move[0].is_provisional and not move[1][3] for move in moves.values())
                - sum(move[0].is_provisional and not move[1][3] for move in moved.values()),
                "line_ids": [Command.clear(), *(Command.create(vals) for vals in groups)],
            }
        )
        self._unlocked().effects = self._effects_text() if calendars else False
        return result

    def _moves_by_department(self, moved):
        """Return the values of the lines of the zones of the user; restricted clocks name no department."""
        clocks_sudo = self.env["park.deadline"].sudo().browse(moved)  # sudo: see above
        own = clocks_sudo.filtered(lambda clock: self.env.su or clock.company_id in self.env.user.company_ids)
        groups = {}
        for clock in own:
            before, (due_on, _due_at, _yellow_on, provisional) = moved[clock.id]
            department = clock.department_id.browse() if clock.is_restricted else clock.department_id
            step = clock.step_id.browse() if clock.is_restricted else clock.step_id
            key = (clock.company_id, department, step, before.due_on, due_on, provisional)
            groups.setdefault(key, []).append(clock.id)
        return [
            {
                "company_id": zone.id,
                "department_id": department.id,
                "kind": step.name,
                "due_before": before,
                "due_after": after,
                "is_provisional": provisional,
                "limit_count": len(ids),
                "deadline_ids": ids,
            }
            for (zone, department, step, before, after, provisional), ids in sorted(
                groups.items(), key=lambda item: (item[0][0].id, item[0][1].id or 0, item[0][3])
            )
        ]

    def _effects_text(self):
        """Say in a sentence how many limits move, how many are settled, and how many for each department."""
        texts = [
            self.env._(
                "%(moved)s limits move; %(settled)s keep their day and are no longer provisional.",
                moved=self.moved_count,
                settled=self.settled_count,
            )
        ]
        counts = {}
        for line in self.line_ids:
            name = line.department_id.display_name or self.env._("no department")
            counts[name] = counts.get(name, 0) + line.limit_count
        texts.extend(
            self.env._("%(department)s: %(count)s", department=name, count=count) for name, count in counts.items()
        )
        elsewhere = self.moved_count - sum(counts.values())
        if elsewhere:
            texts.append(self.env._("in other zones: %(count)s", count=elsewhere))
        return "\n".join(texts)

    def _effect_counts(self):
        return {**super()._effect_counts(), "moved": self.moved_count, "settled": self.settled_count}


class ParkWorkdayImportLine(models.TransientModel):
    """Limits of a department that would move alike."""

    _name = "park.workday.import.line"
    _description = "Limits Moved by a List"
    _inherit = ["park.guard.mixin"]
    _order = "import_id, company_id, department_id, due_before, id"
    _rec_name = "kind"

    import_id = fields.Many2one("park.workday.import", required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", readonly=True)
    department_id = fields.Many2one("park.department", readonly=True)
    kind = fields.Char(readonly=True)
    due_before = fields.Date("Due so Far", readonly=True)
    due_after = fields.Date("Due Then", readonly=True)
    is_provisional = fields.Boolean("Still Provisional", readonly=True)
    limit_count = fields.Integer("Number of Limits", readonly=True)
    deadline_ids = fields.Json(readonly=True)

    def action_open(self):
        """Open the limits of the line, as far as the reader may see them."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deadlines"),
            "res_model": "park.deadline",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.deadline_ids or [])],
        }
