import logging
from datetime import timedelta
from functools import partial

import psycopg2
from odoo import api, fields, models
from odoo.service.model import retrying
from odoo.tools import SQL

from ..core import retry_after
from .park_chase_channel import ChannelDownError, LaterError, RefusedError

_logger = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(days=1)  # whatever a provider asks for

STATES = [
    ("ready", "Ready"),
    ("sending", "Sending"),  # committed before the provider is called: after a crash it may be there already
    ("sent", "Sent"),
    ("failed", "Failed"),
    ("quarantined", "Put Aside"),
]


class ParkDeadlineMessage(models.Model):
    """A digest on its way to one person: the envelope of the chasers that wait for it."""

    _name = "park.deadline.message"
    _description = "Digest of Chasers"
    _order = "id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "To", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", required=True, readonly=True, index=True, ondelete="cascade")
    channel = fields.Char(required=True, readonly=True)
    on = fields.Date("Day", required=True, readonly=True)
    number = fields.Integer("Number That Day", required=True, readonly=True)
    state = fields.Selection(STATES, "Delivery", required=True, readonly=True, default="ready")
    attempts = fields.Integer(required=True, readonly=True, default=0)
    next_try_at = fields.Datetime("Next Try", required=True, readonly=True)
    sent_at = fields.Datetime("Sent", readonly=True)
    reason = fields.Char(readonly=True, help="What the provider said, or what went wrong.")
    is_repetition = fields.Boolean(
        "Outcome Unknown", readonly=True, help="A sender ended in the middle: the provider may have it already."
    )
    event_ids = fields.One2many("park.deadline.event", "message_id", "Chasers", readonly=True)

    _once = models.Constraint('UNIQUE (user_id, company_id, channel, "on", number)', "This digest is there already.")
    _open_idx = models.Index("(next_try_at, id) WHERE state IN ('ready', 'sending')")

    @api.model
    def _cron_send(self):
        """Pack and send what is due; safe to run twice, at once or after being killed."""
        retrying(self._pack, self.env)
        self._checkpoint(remaining=self._count_due())
        sessions, down = {}, set()
        zones = self._open_zones()
        try:
            while message := retrying(partial(self._claim, list(zones), down), self.env):
                # committed by now: the provider may have it from here on
                message = message._hold()
                if message and message._send(sessions.setdefault(message.channel, {})) is ChannelDownError:
                    down.add(self.env["park.chase.channel"]._channels()[message.channel]._provider(message))
                if not self._checkpoint(1):
                    break
            else:
                self._checkpoint(remaining=0)  # what is left waits for its next try
        finally:
            for channel, session in sessions.items():
                self.env["park.chase.channel"]._channels()[channel]._close(session)

    @api.model
    def _wake(self):
        """Have the sender run now where something waits for it."""
        if self.env["park.deadline.event"].sudo().search_count([("state", "=", "queued")], limit=1):  # sudo: a job
            self.env.ref("park_deadline.ir_cron_send")._trigger()

    @api.model
    def _checkpoint(self, processed=0, **counts):
        """Commit; return the seconds that the job has left."""
        self.env.flush_all()
        return self.env["ir.cron"]._commit_progress(processed, **counts)

    # -- packing -----------------------------------------------------------------------------------

    @api.model
    def _open_zones(self):
        """Return ``{zone id: (today, digests a person may get a day)}`` of the zones where one may disturb now."""
        zones = self.env["res.company"].sudo().search([("active", "=", True)])  # sudo: a job of all zones
        return {zone.id: (zone._park_today(), zone.park_chase_cap) for zone in zones if zone._park_may_disturb()}

    @api.model
    def _pack(self):
        """Put waiting chasers into one digest for each person; return how many digests were made.

        Past the cap of the day chasers wait for the next day. Chasers whose clock has ended or moved
        since are withdrawn.
        """
        zones = self._open_zones()
        self.env.flush_all()
        [(made,)] = self.env.execute_query(
            SQL(
                """
                WITH zone AS (
                    SELECT * FROM unnest(%(ids)s::int[], %(days)s::date[], %(caps)s::int[]) AS zone(id, today, cap)
                ), waiting AS MATERIALIZED (
                    SELECT e.id, e.user_id, e.company_id, e.channel, zone.today, zone.cap,
                           d.state = 'running' AND d.extension_count = e.round AS is_true
                      FROM park_deadline_event e
                      JOIN zone ON zone.id = e.company_id
                      JOIN park_deadline d ON d.id = e.deadline_id
                     WHERE e.state = 'queued'
                       FOR NO KEY UPDATE OF e SKIP LOCKED
                ), withdrawn AS (
                    UPDATE park_deadline_event e SET state = 'withdrawn'
                      FROM waiting WHERE e.id = waiting.id AND NOT waiting.is_true
                ), person AS (
                    SELECT w.user_id, w.company_id, w.channel, w.today, min(w.cap) AS cap,
                           (SELECT count(*) FROM park_deadline_message m
                             WHERE m.user_id = w.user_id AND m.company_id = w.company_id
                               AND m.channel = w.channel AND m."on" = w.today) AS count
                      FROM waiting w WHERE w.is_true
                     GROUP BY 1, 2, 3, 4
                ), envelope AS (
                    INSERT INTO park_deadline_message
                           (user_id, company_id, channel, "on", number, state, attempts, next_try_at)
                    SELECT user_id, company_id, channel, today, count + 1, 'ready', 0, %(now)s
                      FROM person WHERE count < cap
                        ON CONFLICT DO NOTHING
                    RETURNING id, user_id, company_id, channel
                ), packed AS (
                    UPDATE park_deadline_event e SET state = 'sending', message_id = envelope.id
                      FROM waiting w
                      JOIN envelope ON envelope.user_id = w.user_id AND envelope.company_id = w.company_id
                                   AND envelope.channel = w.channel
                     WHERE e.id = w.id AND w.is_true
                )
                SELECT count(*) FROM envelope
                """,
                ids=list(zones),
                days=[day for day, _cap in zones.values()],
                caps=[cap for _day, cap in zones.values()],
                now=fields.Datetime.now(),
            )
        )
        self.env.invalidate_all(flush=False)
        return made

    # -- sending -----------------------------------------------------------------------------------

    @api.model
    def _due(self, zone_ids, down=()):
        """Return the condition of what may go out now; ``down`` are providers: a channel, or one of a zone."""
        return SQL(
            "state IN ('ready', 'sending') AND next_try_at <= %(now)s AND company_id = ANY(%(zones)s)"
            " AND channel <> ALL(%(down)s) AND channel || '/' || company_id <> ALL(%(down)s)",
            now=fields.Datetime.now(),
            zones=zone_ids,
            down=list(down),
        )

    @api.model
    def _count_due(self):
        [(count,)] = self.env.execute_query(
            SQL("SELECT count(*) FROM park_deadline_message WHERE %s", self._due(list(self._open_zones())))
        )
        return count

    @api.model
    def _claim(self, zone_ids, down=()):
        """Mark the digest that has waited longest as being sent, and return it; one that another holds is skipped.

        What is being sent and held by nobody was left behind by a crash: it goes again.
        """
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE park_deadline_message
                   SET state = 'sending', attempts = attempts + 1, is_repetition = state = 'sending'
                 WHERE id = (SELECT id FROM park_deadline_message WHERE %s
                              ORDER BY next_try_at, id LIMIT 1
                                FOR NO KEY UPDATE SKIP LOCKED)
                RETURNING id
                """,
                self._due(zone_ids, down),
            )
        )
        self.invalidate_model(flush=False)
        return self.browse(row[0] for row in rows)

    def _hold(self):
        """Lock the digest until its outcome is committed; return it unless another has taken it since."""
        held = self.try_lock_for_update(allow_referencing=True)
        held.invalidate_recordset()
        return held.filtered(lambda message: message.state == "sending")

    def _send(self, session):
        """Hand the digest to its channel and keep the outcome; return the class of the error, if any."""
        self.ensure_one()
        now = fields.Datetime.now()
        if retry_after(self.attempts - 1 or 1) is None:  # ended the process each time
            self._give_up("failed", self.reason or self.env._("The sender was ended each time it tried."))
            return RefusedError
        try:
            with self.env.cr.savepoint():
                self.env["park.chase.channel"]._channels()[self.channel]._deliver(self, session)
        except LaterError as error:
            self._try_later(str(error), error.wait)
            return type(error)
        except RefusedError as error:
            self._give_up("failed", str(error))
            return RefusedError
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            raise  # the database, not the message: the job is run again
        except Exception as error:  # one that cannot be sent must not keep back the others
            _logger.exception("digest %s is put aside", self.id)
            self._give_up("quarantined", f"{type(error).__name__}: {error}")
            return type(error)
        self.write({"state": "sent", "sent_at": now, "reason": False})
        self.event_ids.write({"state": "sent"})
        return None

    def _try_later(self, reason, at_least):
        """Wait before the next attempt, not less than the provider asks for; after the last one it has failed."""
        wait = retry_after(self.attempts)
        if wait is None:
            self._give_up("failed", reason)
        else:
            next_try_at = fields.Datetime.now() + max(wait, min(at_least, LONGEST_WAIT))
            self.write({"state": "ready", "next_try_at": next_try_at, "reason": reason})

    def _give_up(self, state, reason):
        """End the digest and raise that to who supervises and who dispatches in the zone."""
        self.write({"state": state, "reason": reason})
        self.event_ids.write({"state": "failed"})
        groups = ("park_guard.group_park_supervisor", "park_guard.group_park_service_centre")
        told = self.env["res.users"].union(*(self.env.ref(group).all_user_ids for group in groups))
        for user in told.filtered(lambda user: self.company_id in user.company_ids and user.active):
            try:
                with self.env.cr.savepoint():
                    self._raise_to(user, reason)
            except psycopg2.OperationalError:
                raise
            except Exception:  # what is wrong with one of them must not keep the others from being told
                _logger.exception("nobody told user %s that digest %s did not arrive", user.id, self.id)

    def _raise_to(self, user, reason):
        """Give somebody a to-do about a digest that did not arrive, in their language."""
        env = self.with_context(lang=user.lang).env
        self.env["mail.activity"].create(
            {
                "activity_type_id": self.env.ref("park_deadline.mail_activity_type_undelivered").id,
                "user_id": user.id,
                "res_name": self.user_id.name,
                "summary": env._(
                    "%(count)s chasers did not reach %(person)s: %(reason)s",
                    count=len(self.event_ids),
                    person=self.user_id.name,
                    reason=reason,
                ),
                "date_deadline": self.company_id._park_today(),
            }
        )

    def action_send_again(self):
        """Try a digest again that failed or was put aside, once its cause is gone."""
        self.check_access("read")
        if not self.env.user.has_group("park_guard.group_park_admin"):
            self.browse().check_access("write")
        ended = self.sudo().filtered(lambda message: message.state in ("failed", "quarantined"))  # sudo: a verb
        ended.write({"state": "ready", "attempts": 0, "next_try_at": fields.Datetime.now()})
        ended.event_ids.write({"state": "sending"})

    # -- content -----------------------------------------------------------------------------------

    def _key(self):
        """Return what a provider tells a repetition by: the same for the life of the digest."""
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")  # sudo: no secret
        return f"park-chase-{self.id}.{uuid}"

    def _for_reader(self):
        """Return the digest in the language and the time zone of whoever is told."""
        user_sudo = self.user_id.sudo()  # sudo: language of whoever is told
        return self.with_context(lang=user_sudo.lang or self.env.lang, tz=user_sudo.tz)

    def _sorted_events(self):
        return self.event_ids.sorted(lambda event: (-event.level, event.deadline_id.due_on, event.id))

    def _content(self):
        """Return subject and HTML of the digest in the person's language; restricted titles stay inside."""
        self.ensure_one()
        message = self._for_reader()
        events = message._sorted_events()
        subject = message.env._(
            "%(count)s limits need you: %(zone)s", count=len(events.deadline_id), zone=message.company_id.name
        )
        values = {"events": events, "message": message, "base_url": message.company_id.get_base_url()}
        return subject, message.env["ir.qweb"]._render("park_deadline.chase_digest", values)
