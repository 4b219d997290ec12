"""Real lists of firms: nothing refused, nothing changed the second time, every row answered for."""

import csv
from base64 import b64encode
from pathlib import Path
from unittest import skipUnless

from odoo.tests import tagged

from .test_import_enterprises import ImportCase

LISTS = Path(__file__).resolve().parents[4] / "shared" / "data"
PARK, MESSY = LISTS / "companies_park.csv", LISTS / "companies_messy.csv"
ABSENT = "the shared table {} is not beside the project"


@tagged("post_install", "-at_install")
class TestImportRealLists(ImportCase):
    def imported_file(self, path):
        batches = self.env["park.enterprise.import"].with_user(self.centre)
        batch = batches.create(
            {"file": b64encode(path.read_bytes()), "filename": path.name, "company_id": self.zone.id}
        )
        batch.action_preview()
        batch.action_import()
        return batch

    @skipUnless(PARK.exists(), ABSENT.format(PARK.name))
    def test_fifteen_thousand_firms_of_a_zone_come_in_and_stay_as_they_are(self):
        first = self.imported_file(PARK)
        self.assertEqual((first.row_count, first.refused_count), (15_285, 0))
        self.assertEqual(first.created_count + first.flagged_count, 15_285)
        self.assertEqual(self.counts(self.imported_file(PARK)), {"unchanged": 15_285})

    @skipUnless(MESSY.exists(), ABSENT.format(MESSY.name))
    def test_every_row_of_a_messy_list_is_answered_for(self):
        with MESSY.open(encoding="utf-8", newline="") as handle:
            names = [row["name"] for row in csv.DictReader(handle)]
        batch = self.imported_file(MESSY)
        self.assertEqual(sum(self.counts(batch).values()), len(names))
        self.assertEqual(len(batch.line_ids), len(names))
        for line in batch.line_ids:
            self.assertTrue(line.reason or line.verdict in ("created", "unchanged"), line.row)
        self.assertEqual(self.counts(self.imported_file(MESSY)), {"unchanged": len(names)})
