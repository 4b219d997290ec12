import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger
from psycopg2.errors import SerializationFailure

from .fake_smtp import fake_smtp


@tagged("post_install", "-at_install")
class TestDeadlineRace(BaseCase):
    """Sweeps on real connections of their own: what one commits the other sees, or not."""

    OVERDUE = 20

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.session() as env:
            zone = env["res.company"].search([], limit=1)
            clock = {
                "res_model": "res.partner",
                "company_id": zone.id,
                "owner_id": env.ref("base.user_admin").id,
                "kind": "race",
                "amount": 1,
                "unit": "workday",
                "started_on": "1999-01-04",
                "due_on": "1999-01-05",
                "original_due_on": "1999-01-05",
                "yellow_on": "1999-01-05",
            }
            partner = env["res.partner"].create({"name": "Race"})
            self.partner_id = partner.id
            clocks = env["park.deadline"].create(
                [
                    {**clock, "title": f"Race {n}", "res_id": partner.id, "kind": f"race_{n}"}
                    for n in range(self.OVERDUE)
                ]
            )
            self.clock_ids = clocks.ids
        self.addCleanup(self.clean)

    def clean(self):
        with self.session() as env:
            env["mail.activity"].search([("res_name", "=like", "Race %")]).unlink()
            env["park.deadline"].browse(self.clock_ids).unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    @contextmanager
    def session(self, commit=True):
        cr = db_connect(get_db_name()).cursor()
        try:
            yield api.Environment(cr, SUPERUSER_ID, {})
            if commit:
                cr.commit()  # pylint: disable=invalid-commit
        finally:
            cr.close()

    def sweep(self, env):
        """Sweep the clocks of 1999 only, whatever else the database holds."""
        return env["park.deadline"]._sweep(env["park.workday"].today().replace(year=1999, month=1, day=6))

    def chased(self):
        """Return how many clocks were raised, log lines written and to-dos made."""
        with self.session() as env:
            return tuple(
                env.execute_query(
                    SQL(
                        """SELECT count(*) FILTER (WHERE d.level = 2), count(e.id), count(a.id)
                             FROM park_deadline d
                             LEFT JOIN park_deadline_event e ON e.deadline_id = d.id
                             LEFT JOIN mail_activity a ON a.id = e.activity_id
                            WHERE d.id = ANY(%s)""",
                        self.clock_ids,
                    )
                )[0]
            )

    def test_two_sweeps_at_once_share_the_clocks_and_double_none(self):
        with self.session() as first, self.session() as second:
            self.assertEqual(self.sweep(first), self.OVERDUE)
            self.assertEqual(self.sweep(second), 0)  # skips what the first one holds, does not wait
        self.assertEqual(self.chased(), (self.OVERDUE,) * 3)

    def test_a_sweep_killed_half_way_leaves_nothing_and_the_next_does_it_all(self):
        with self.session(commit=False) as killed:
            self.assertEqual(self.sweep(killed), self.OVERDUE)  # and is gone before it commits
        self.assertEqual(self.chased(), (0, 0, 0))
        with self.session() as env:
            self.assertEqual(self.sweep(env), self.OVERDUE)
        self.assertEqual(self.chased(), (self.OVERDUE,) * 3)

    def test_sweeps_of_two_nodes_over_many_rounds_double_nothing(self):
        rounds, failures = 10, []
        for number in range(rounds):
            self.reset()
            nodes = [threading.Thread(target=self.node, args=(failures,)) for _node in range(2)]
            for node in nodes:
                node.start()
            for node in nodes:
                node.join()
            with self.subTest(round=number):
                self.assertEqual(self.chased(), (self.OVERDUE,) * 3)
        self.assertEqual(failures, [])

    def node(self, failures):
        """Sweep as the job of one node does: turned back by the database, it is run again."""
        try:
            with self.session() as env, mute_logger("odoo.sql_db", "odoo.service.model"):
                retrying(lambda: self.sweep(env), env)
        except Exception as error:
            failures.append(error)

    def reset(self):
        """Let the clocks be as if nobody had swept them."""
        with self.session() as env:
            clocks = env["park.deadline"].browse(self.clock_ids)
            clocks._drop_todos()
            clocks.event_ids.unlink()
            clocks.write({"level": 0})
            clocks._arm()

    def test_two_senders_at_once_send_each_digest_once(self):
        with fake_smtp() as smtp, self.outbox(smtp, people=16):
            smtp.behaviour["data"] = lambda _mail: time.sleep(0.02) or "250 accepted"
            failures = []
            senders = [threading.Thread(target=self.sender, args=(failures,)) for _sender in range(2)]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
            self.assertEqual(failures, [])
            self.assertEqual(sorted(smtp.park_keys()), sorted(set(smtp.park_keys())))
            self.assertEqual(len(smtp.park_keys()), 16)

    def sender(self, failures):
        try:
            with self.session() as env, mute_logger("odoo.sql_db", "odoo.service.model"):
                env["park.deadline.message"]._cron_send()
        except Exception as error:
            failures.append(error)

    @contextmanager
    def outbox(self, smtp, people):
        """Keep a digest ready for each of some people of a zone where one may disturb at any hour of this day."""
        with self.session() as env:
            zone = env["res.company"].search([], limit=1)
            hours = zone.read(["park_chase_from", "park_chase_until", "email"], load=None)[0]
            zone.write({"park_chase_from": 0, "park_chase_until": 24, "email": "race@example.com"})
            today = env["park.workday"].today(zone)
            list_ = env["park.workday.year"].create(
                {
                    "company_id": zone.id,
                    "year": today.year,
                    "source": "Race",
                    "day_ids": [(0, 0, {"date": today, "kind": "makeup"})],
                }
            )
            server = env["ir.mail_server"].create(
                {
                    "name": "Race",
                    "sequence": 1,
                    "smtp_host": "127.0.0.1",
                    "smtp_port": smtp.port,
                    "smtp_encryption": "none",
                }
            )
            users = env["res.users"].create(
                [{"name": f"Racer {n}", "login": f"racer{n}", "email": f"racer{n}@example.com"} for n in range(people)]
            )
            env["park.deadline.message"].create(
                [
                    {
                        "user_id": user.id,
                        "company_id": zone.id,
                        "channel": "mail",
                        "on": today,
                        "number": 1,
                        "next_try_at": "2020-01-01 00:00:00",
                    }
                    for user in users
                ]
            )
            made = [(record._name, record.ids) for record in (list_, server, users)]
        mail_server = type(env["ir.mail_server"])
        try:
            with patch.object(mail_server, "_disable_send", classmethod(lambda cls: False)):
                yield
        finally:
            with self.session() as env:
                env["park.deadline.message"].search([("channel", "=", "mail")]).unlink()
                for model, ids in made:
                    env[model].browse(ids).unlink()
                env["res.company"].browse(hours.pop("id")).write(hours)

    def test_a_sweep_that_began_before_another_ended_is_turned_back_whole(self):
        with self.session(commit=False) as late:
            late["park.deadline"].search_count([])  # its view of the data is fixed here
            with self.session() as early:
                self.assertEqual(self.sweep(early), self.OVERDUE)
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self.sweep(late)  # Odoo runs it again: then there is nothing left to do
        self.assertEqual(self.chased(), (self.OVERDUE,) * 3)
        with self.session() as again:
            self.assertEqual(self.sweep(again), 0)
