import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessDenied
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

FAILURES = 5  # of one account from one address, then it is closed
MINUTES = 15  # for so long, and failures older than that count no more
MANY = 20  # failures of one account from everywhere, or with keys from one address
SPRAYED = 60  # failures from one address with any account
SECONDS = 10  # between attempts from addresses that nobody knows, once there were many
KNOWN_DAYS = 90  # an address from which the account has logged in lately is known


class ParkLoginAttempt(models.Model):
    """Failed log-ins, counted in the database: workers and nodes see the same.

    One account from one address is closed after five failures. So that nobody outside can close the
    accounts of the staff, many failures from everywhere close nothing: they slow down the addresses
    from which the account has not logged in before.
    """

    _name = "park.login.attempt"
    _description = "Log-in Attempts"
    _log_access = False

    account = fields.Char(required=True, readonly=True)  # a hash: a password typed as a name must not stand here
    ip = fields.Char("IP Address", required=True, readonly=True)
    failures = fields.Integer(required=True, readonly=True)
    tried_at = fields.Datetime(required=True, readonly=True, index=True)
    closed_until = fields.Datetime(readonly=True)
    known_at = fields.Datetime(readonly=True)

    _pair_uniq = models.Constraint("UNIQUE(account, ip)", "One row for each account and address.")
    _ip_idx = models.Index("(ip, tried_at)")

    @api.model
    def _account_key(self, account):
        """Return the key under which attempts on an account are counted: by its name, known or not."""
        if isinstance(account, int):
            rows = self.env.execute_query(SQL("SELECT login FROM res_users WHERE id = %s", account))
            account = rows[0][0] if rows else str(account)
        return hashlib.sha256((account or "").strip().lower().encode("utf-8", "replace")).hexdigest()[:32]

    @api.model
    def _open(self, account, ip, limit=FAILURES):
        """Count an attempt before it is judged; refuse it when there were too many.

        In a transaction of its own, so that a refused request does not undo the counting.
        """
        with self.env.registry.cursor() as cr:
            allowed = self.with_env(self.env(cr=cr, su=True))._count(self._account_key(account), ip, limit)
        if not allowed:
            _logger.warning("Log-in attempt refused: too many failures from %s", ip)
            raise AccessDenied(self.env._("Too many failed log-ins. Please wait %s minutes.", MINUTES))

    @api.model
    def _is_closed(self, account, ip):
        """Return whether an account is closed for an address, without counting anything."""
        query = SQL(
            """SELECT FROM park_login_attempt WHERE account = %s AND ip = %s
                  AND closed_until > clock_timestamp() AT TIME ZONE 'UTC'""",
            *(self._account_key(account), ip),
        )
        return bool(self.env.execute_query(query))

    @api.model
    def _failed(self, account, ip, limit=FAILURES):
        """Count a failure after the fact: what is usually right, such as a key, is not written each time."""
        with self.env.registry.cursor() as cr:
            # one below: here the failure itself closes, not the attempt after it
            self.with_env(self.env(cr=cr, su=True))._count(self._account_key(account), ip, limit - 1)

    @api.model
    def _count(self, key, ip, limit):
        """Return whether the attempt may go on."""
        # clock_timestamp: the time of the database, which all nodes share
        [(closed, known)] = self.env.execute_query(
            SQL(
                """INSERT INTO park_login_attempt AS a (account, ip, failures, tried_at)
                   VALUES (%(key)s, %(ip)s, 1, clock_timestamp() AT TIME ZONE 'UTC')
                   ON CONFLICT (account, ip) DO UPDATE SET
                       failures = CASE WHEN a.closed_until > EXCLUDED.tried_at THEN a.failures
                                       WHEN a.closed_until IS NOT NULL THEN 1
                                       WHEN a.tried_at < EXCLUDED.tried_at - %(window)s THEN 1
                                       ELSE a.failures + 1 END,
                       closed_until = CASE WHEN a.closed_until > EXCLUDED.tried_at THEN a.closed_until
                                           WHEN a.closed_until IS NOT NULL THEN NULL
                                           WHEN a.tried_at >= EXCLUDED.tried_at - %(window)s
                                            AND a.failures >= %(limit)s THEN EXCLUDED.tried_at + %(window)s END,
                       tried_at = EXCLUDED.tried_at
                   RETURNING closed_until IS NOT NULL, known_at > tried_at - %(known)s""",
                key=key,
                ip=ip,
                limit=limit,
                window=SQL("make_interval(mins => %s)", MINUTES),
                known=SQL("make_interval(days => %s)", KNOWN_DAYS),
            )
        )
        return not closed and (known or not self._is_slowed(key, ip))

    @api.model
    def _is_slowed(self, key, ip):
        """Return whether so much went wrong with this account or address that strangers have to wait."""
        [(account, address, last)] = self.env.execute_query(
            SQL(
                """SELECT sum(failures) FILTER (WHERE account = %(key)s),
                          sum(failures) FILTER (WHERE ip = %(ip)s),
                          extract(epoch FROM clock_timestamp() AT TIME ZONE 'UTC'
                              - max(tried_at) FILTER (WHERE account <> %(key)s OR ip <> %(ip)s))
                     FROM park_login_attempt
                    WHERE (account = %(key)s OR ip = %(ip)s)
                      AND tried_at > clock_timestamp() AT TIME ZONE 'UTC' - make_interval(mins => %(minutes)s)""",
                key=key,
                ip=ip,
                minutes=MINUTES,
            )
        )
        many = (account or 0) > MANY or (address or 0) > SPRAYED
        if many:
            self.env["park.alarm"]._ring(
                "lockout", ip if (address or 0) > SPRAYED else key, {"account": account, "address": address}
            )
        return many and last is not None and last < SECONDS

    @api.model
    def _succeeded(self, account, ip):
        """Forget the failures of an account from this address, and know the address from now on."""
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr, su=True)).env.execute_query(
                SQL(
                    """UPDATE park_login_attempt SET failures = 0, closed_until = NULL, known_at = tried_at
                       WHERE account = %s AND ip = %s RETURNING id""",
                    *(self._account_key(account), ip),
                )
            )

    @api.autovacuum
    def _gc_attempts(self):
        """Forget attempts that tell nothing any more."""
        self.env.execute_query(
            SQL(
                """DELETE FROM park_login_attempt
                    WHERE tried_at < now() AT TIME ZONE 'UTC' - make_interval(days => %s) RETURNING id""",
                KNOWN_DAYS,
            )
        )
