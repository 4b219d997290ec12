import logging

from odoo import api, fields, models
from odoo.tools import SQL
from psycopg2 import errors

from .park_audit import REFUSE_CHANGE

_logger = logging.getLogger(__name__)

RANGE = 10_000  # entries under one seal at most
SECONDS_PATIENCE = 10  # for the entries that are being written right now
# one entry as text: independent of the settings of a session
ENTRY = """jsonb_build_array(id, to_char(at, 'YYYY-MM-DD HH24:MI:SS.US'), user_id, company_id, model, res_id,
           action, detail, ip)::text"""


class ParkAuditSeal(models.Model):
    """A range of audit entries under a hash that also covers the seal before: a chain, added to by a job.

    Sealing in each transaction would make all writers wait for each other. Who can change the tables can
    also make a new chain: copies of the seals elsewhere (``park_audit export``) tell then.
    """

    _name = "park.audit.seal"
    _description = "Audit Seal"
    _order = "id desc"
    _log_access = False
    _rec_name = "digest"

    first_id = fields.Integer("First Entry", required=True, readonly=True)
    last_id = fields.Integer("Last Entry", required=True, readonly=True)
    entry_count = fields.Integer("Entries", required=True, readonly=True)
    digest = fields.Char("Hash", required=True, readonly=True)
    sealed_at = fields.Datetime("Sealed", required=True, readonly=True)

    _last_uniq = models.Constraint("UNIQUE(last_id)", "This entry is sealed already.")

    def init(self):
        """Let the database refuse to change or remove seals, as it does for entries."""
        self.env.cr.execute(SQL(REFUSE_CHANGE.replace("park_audit", self._table)))

    @api.model
    def _cron_seal(self):
        """Seal what is new, then verify everything; ring when something does not match."""
        self._seal()
        broken = self._verify()
        keys = [str(finding["seal"]) for finding in broken]
        for key, finding in zip(keys, broken, strict=True):
            self.env["park.alarm"]._ring("seal", key, finding)
        self.env["park.alarm"]._settle_gone("seal", keys)

    @api.model
    def _seal(self):
        """Seal all finished entries; return the new seals. Nothing is sealed while writers are too busy."""
        last_id = self._last_finished_id()
        sealed = self.browse()
        while last_id and (seal := self._seal_range(last_id)):
            sealed += seal
        return sealed

    @api.model
    def _last_finished_id(self):
        """Return the id up to which every entry is either there or will never be."""
        self.env.flush_all()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("SET LOCAL lock_timeout = %s", f"{SECONDS_PATIENCE}s"))
                # waits for those who are writing: an id below the highest could otherwise appear later
                self.env.cr.execute("LOCK TABLE park_audit IN SHARE MODE")
        except errors.LockNotAvailable:
            _logger.info("Audit entries are being written all the time: they are sealed at the next run")
            return 0
        [(last_id,)] = self.env.execute_query(SQL("SELECT max(id) FROM park_audit"))
        return last_id or 0

    @api.model
    def _seal_range(self, up_to):
        """Seal the next entries up to an id; return the seal, or none when there is nothing to seal."""
        previous = self.search([], limit=1)
        [(first_id, last_id, count)] = self.env.execute_query(
            SQL(
                """SELECT min(id), max(id), count(*) FROM (
                       SELECT id FROM park_audit WHERE id > %s AND id <= %s ORDER BY id LIMIT %s) AS next""",
                *(previous.last_id or 0, up_to, RANGE),
            )
        )
        if not count:
            return self.browse()
        digest, _count = self._digest(previous.digest or "", first_id, last_id)
        [(seal_id,)] = self.env.execute_query(
            SQL(
                """INSERT INTO park_audit_seal (first_id, last_id, entry_count, digest, sealed_at)
                   VALUES (%s, %s, %s, %s, %s) RETURNING id""",
                *(first_id, last_id, count, digest, self.env.cr.now()),
            )
        )
        return self.browse(seal_id)

    @api.model
    def _digest(self, previous, first_id, last_id):
        """Return the hash of a range that follows the hash ``previous``, and how many entries it has."""
        [(digest, count)] = self.env.execute_query(
            SQL(
                """SELECT encode(sha256(convert_to(%s || E'\\n' || coalesce(string_agg(entry, E'\\n' ORDER BY id), ''),
                                                  'UTF8')), 'hex'), count(*)
                     FROM (SELECT id, %s AS entry FROM park_audit WHERE id BETWEEN %s AND %s) AS entries""",
                *(previous, SQL(ENTRY), first_id, last_id),
            )
        )
        return digest, count

    @api.model
    def _verify(self):
        """Return the seals that do not match: ``[{"seal", "first", "last", "sealed", "found", "reason"}]``.

        Reasons: ``changed`` (an entry, or the chain before), ``removed``, ``added`` (between sealed ones).
        """
        broken, previous, last_id = [], "", 0
        for seal in self.search([("id", "!=", 0)], order="id"):
            # from where the seal before ended, so that an entry slipped in between is seen
            digest, count = self._digest(previous, last_id + 1, seal.last_id)
            if digest != seal.digest:
                reason = "changed"
                if count != seal.entry_count:
                    reason = "removed" if count < seal.entry_count else "added"
                broken.append(
                    {
                        "seal": seal.id,
                        "first": seal.first_id,
                        "last": seal.last_id,
                        "sealed": seal.entry_count,
                        "found": count,
                        "reason": reason,
                    }
                )
            previous, last_id = seal.digest, seal.last_id
        return broken
