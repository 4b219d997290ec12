from odoo import api, fields, models
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from .partner_links import links_to_partners, model_of

# these tell which records were merged or imported, under the ids of then
TELLING = {"park_enterprise_merge", "park_enterprise_difference", "park_enterprise_import_line"}


class ParkEnterpriseMergeLine(models.Model):
    """The rows of one table that a merge moved from the merged firm to the one that stays."""

    _name = "park.enterprise.merge.line"
    _description = "Moved by a Merge"
    _inherit = ["park.guard.mixin"]
    _order = "id"
    _rec_name = "label"
    _rec_names_search = ["table_name"]  # the label is made when it is read

    merge_id = fields.Many2one("park.enterprise.merge", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", "Zone", related="merge_id.company_id", store=True, index=True)
    table_name = fields.Char(required=True, readonly=True)
    column_name = fields.Char(required=True, readonly=True)
    key_name = fields.Char(required=True, readonly=True)
    model_column = fields.Char(readonly=True)
    label = fields.Char("What", compute="_compute_label")
    moved_keys = fields.Json(readonly=True)
    moved_count = fields.Integer("Moved", readonly=True)
    left_count = fields.Integer("Left", readonly=True, help="The enterprise that stays has the same already.")
    returned_count = fields.Integer("Returned", readonly=True)

    @api.depends("table_name")
    def _compute_label(self):
        for line in self:
            name = model_of(self.env, line.table_name)
            line.label = self.env["ir.model"]._get(name).sudo().name if name else line.table_name

    @api.model
    def _move(self, merge):
        """Move everything that points at the merged firm; the number of statements follows the tables.

        What the survivor has already (a follower, an open question of one kind) stays where it is.
        """
        twin_id, survivor_id = merge.twin_id.id, merge.survivor_id.id
        vals_list = []
        for link in links_to_partners(self.env):
            if link.table in TELLING or link.key is None:
                continue
            keys = self._keys(link, twin_id, survivor_id)
            if not keys:
                continue
            moved = self._point(link, keys, twin_id, survivor_id)
            vals_list.append(
                {
                    "merge_id": merge.id,
                    "table_name": link.table,
                    "column_name": link.column,
                    "key_name": link.key,
                    "model_column": link.model_column,
                    "moved_keys": moved,
                    "moved_count": len(moved),
                    "left_count": len(keys) - len(moved),
                }
            )
            self._tell(link, moved)
        self.sudo().create(vals_list)  # sudo: rows are written by the checked merge alone

    def _keys(self, link, twin_id, survivor_id):
        """Return the keys of the rows that point at the twin; the two firms themselves stay as they are."""
        condition = _points_at(link, twin_id)
        if link.table == "res_partner":
            condition = SQL("%s AND id NOT IN (%s, %s)", condition, twin_id, survivor_id)
        if link.table == "ir_attachment":  # pictures and files of fields belong to their record
            condition = SQL("%s AND res_field IS NULL", condition)
        table, key = SQL.identifier(link.table), SQL.identifier(link.key)
        return [row[0] for row in self.env.execute_query(SQL("SELECT %s FROM %s WHERE %s", key, table, condition))]

    def _point(self, link, keys, old_id, new_id):
        """Point the rows ``keys`` at ``new_id``; return the keys of those that could be.

        A row that breaks a rule of uniqueness is searched by halves, so few conflicts cost few statements.
        """
        query = SQL(
            "UPDATE %s SET %s = %s WHERE %s AND %s = ANY(%s) RETURNING %s",
            SQL.identifier(link.table),
            SQL.identifier(link.column),
            new_id,
            _points_at(link, old_id),
            SQL.identifier(link.key),
            keys,
            SQL.identifier(link.key),
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                return [row[0] for row in self.env.execute_query(query)]
        except IntegrityError:
            if len(keys) == 1:
                return []
            middle = len(keys) // 2
            return self._point(link, keys[:middle], old_id, new_id) + self._point(link, keys[middle:], old_id, new_id)

    def _tell(self, link, keys):
        """Let fields that are computed from the moved link follow."""
        self.env.invalidate_all(flush=False)
        name = model_of(self.env, link.table)
        if name and link.key == "id" and link.column in self.env[name]._fields and keys:
            # sudo: computed fields follow wherever the moved rows are
            self.env[name].sudo().with_context(active_test=False).browse(keys).modified([link.column])

    def _take_back(self):
        """Point the moved rows back, as far as they still point at the firm that stayed."""
        links = {(link.table, link.column): link for link in links_to_partners(self.env)}
        for line in self.sudo():  # sudo: follows the checked undo
            link = links.get((line.table_name, line.column_name))
            if link is None or not line.moved_keys:
                continue
            returned = self._point(link, line.moved_keys, line.merge_id.survivor_id.id, line.merge_id.twin_id.id)
            line.returned_count = len(returned)
            self.env.flush_all()
            self._tell(link, returned)


def _points_at(link, partner_id):
    """Return the condition that a row of a link points at a partner."""
    condition = SQL("%s = %s", SQL.identifier(link.column), partner_id)
    if link.model_column:
        condition = SQL("%s AND %s = 'res.partner'", condition, SQL.identifier(link.model_column))
    return condition
