import logging

from odoo import api, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

OWNED = """
    SELECT sequence_space.nspname || '.' || quote_ident(sequence.relname), quote_ident(owner.relname),
           quote_ident(col.attname)
      FROM pg_class sequence
      JOIN pg_namespace sequence_space ON sequence_space.oid = sequence.relnamespace
      JOIN pg_depend link ON link.objid = sequence.oid AND link.deptype IN ('a', 'i')
                         AND link.classid = 'pg_class'::regclass AND link.refclassid = 'pg_class'::regclass
      JOIN pg_class owner ON owner.oid = link.refobjid AND owner.relkind IN ('r', 'p')
      JOIN pg_attribute col ON col.attrelid = owner.oid AND col.attnum = link.refobjsubid
     WHERE sequence.relkind = 'S' AND sequence_space.nspname = current_schema
     ORDER BY 1
"""


class ParkGuardSequences(models.AbstractModel):
    """No sequence stands behind what was already given out.

    A database that was cloned or restored and crashed before its next checkpoint can have its sequences
    back at an earlier value: the next insert then meets a used id, and the next number is given twice.
    Checked whenever the registry is loaded, and by ``park_check_sequences`` after a restore.
    """

    _name = "park.guard.sequences"
    _description = "Sequence Check"

    def _register_hook(self):
        super()._register_hook()
        self.env.registry.park_repaired_sequences = self._repair()

    @api.model
    def _number_sources(self):
        """Return ``[(code of ir.sequence, model, field)]`` of numbers given to people; each addon adds its own."""
        return []

    @api.model
    def _check(self):
        """Return the sequences that are behind: ``[{"sequence", "at", "needed"}]``.

        ``at`` is the next value it would give out, ``needed`` the highest that is already in use.
        """
        probes = [
            SQL("SELECT %s, (SELECT max(%s)::bigint FROM %s), %s", name, SQL(column), SQL(table), self._next(name))
            for name, table, column in self.env.execute_query(SQL(OWNED))
        ]
        probes += self._number_probes()
        if not probes:
            return []
        rows = self.env.execute_query(SQL(" UNION ALL ").join(SQL("(%s)", probe) for probe in probes))
        return [
            {"sequence": name, "at": following, "needed": highest}
            for name, highest, following in rows
            if highest is not None and highest >= following
        ]

    @api.model
    def _next(self, name):
        """Return the SQL of the next value that a sequence would give out."""
        # names come from the catalogue, quoted there
        return SQL("(SELECT last_value + is_called::int FROM %s)", SQL(name))

    @api.model
    def _number_probes(self):
        """Return the SQL that compares numbers in use with their sequences, one for each range of numbers."""
        probes = []
        for code, model, field in self._number_sources():
            self.env[model].flush_model([field])
            for sequence in self.env["ir.sequence"].search([("code", "=", code), ("implementation", "=", "standard")]):
                for part in sequence.date_range_ids or [sequence]:
                    probes.append(self._number_probe(sequence, part, model, field))
        return probes

    @api.model
    def _number_probe(self, sequence, part, model, field):
        is_dated = part != sequence
        dated = sequence.with_context(ir_sequence_date_range=part.date_from) if is_dated else sequence
        prefix, suffix = dated._get_prefix_suffix()
        name = f"ir_sequence_{sequence.id:03d}" + (f"_{part.id:03d}" if is_dated else "")
        column = SQL.identifier(field)
        zone = SQL("TRUE")
        if sequence.company_id and "company_id" in self.env[model]._fields:
            zone = SQL("company_id = %s", sequence.company_id.id)
        digits = SQL("substr(%s, %s, length(%s) - %s)", column, len(prefix) + 1, column, len(prefix) + len(suffix))
        return SQL(
            "SELECT %s, (SELECT max(digits::bigint) FROM (SELECT %s AS digits FROM %s WHERE %s AND starts_with(%s, %s)"
            " AND length(%s) > %s) AS used WHERE digits ~ '^[0-9]{1,18}$'), %s",
            name,
            digits,
            SQL.identifier(self.env[model]._table),
            zone,
            column,
            prefix,
            column,
            len(prefix) + len(suffix),
            self._next(name),
        )

    @api.model
    def _repair(self):
        """Move sequences that are behind past what is in use, ring and record; return what was found."""
        # sudo: sequences of all tables, as the system
        found = self.sudo()._check()
        for finding in found:
            self.env.execute_query(
                SQL(
                    "SELECT setval(%s::regclass, greatest(%s, (SELECT last_value FROM %s)))",
                    *(finding["sequence"], finding["needed"], SQL(finding["sequence"])),
                )
            )
            _logger.warning("Sequence %(sequence)s stood at %(at)s with %(needed)s in use: repaired", finding)
        if found:
            self.env["park.audit"]._log("sequences.repair", detail={"count": len(found), "first": found[:20]})
            for finding in found:
                self.env["park.alarm"]._ring("sequence", finding["sequence"], finding)
        return found
