from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger


@tagged("post_install", "-at_install")
class TestSequences(TransactionCase):
    def put_back(self, sequence, value):
        """Do to a sequence what a crash after a clone does."""
        self.env.execute_query(SQL("SELECT setval(%s, %s)", sequence, value))

    def test_all_sequences_of_this_database_are_in_order(self):
        self.assertEqual(self.env["park.guard.sequences"]._check(), [])

    def test_a_sequence_behind_its_table_is_found_repaired_and_told(self):
        partner = self.env["res.partner"].create({"name": "Last"})
        self.put_back("res_partner_id_seq", 3)
        self.addCleanup(self.put_back, "res_partner_id_seq", partner.id)  # not undone by a rollback
        sequences = self.env["park.guard.sequences"]
        [finding] = sequences._check()
        self.assertEqual(finding, {"sequence": "public.res_partner_id_seq", "at": 4, "needed": partner.id})
        with mute_logger(
            "odoo.addons.park_guard.models.park_guard_sequences", "odoo.addons.park_guard.models.park_alarm"
        ):
            self.assertEqual(sequences._repair(), [finding])
        self.assertEqual(sequences._repair(), [])
        self.assertEqual(self.env["res.partner"].create({"name": "Next"}).id, partner.id + 1)
        self.assertTrue(self.env["park.alarm"].search([("kind", "=", "sequence"), ("settled_at", "=", False)]))
        entry = self.env["park.audit"].search([("action", "=", "sequences.repair")], limit=1)
        self.assertEqual(entry.detail["count"], 1)
