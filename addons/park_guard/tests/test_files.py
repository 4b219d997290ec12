import errno
import os
import tempfile
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from . import upload_files as files


@tagged("post_install", "-at_install")
class TestFiles(TransactionCase):
    """In a file store of its own, for what is broken here must not be missed elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        store = tempfile.TemporaryDirectory()
        cls.addClassCleanup(store.cleanup)
        cls.store = store.name
        attachments = type(cls.env["ir.attachment"])
        cls.startClassPatcher(patch.object(attachments, "_filestore", lambda self: cls.store))
        cls.env.cr.execute("UPDATE ir_attachment SET store_fname = NULL, db_datas = 'x' WHERE store_fname IS NOT NULL")
        cls.check = cls.env["park.guard.files"]

    def store_file(self, data):
        attachment = self.env["ir.attachment"].create({"name": "a.bin", "raw": data})
        return attachment, os.path.join(self.store, attachment.store_fname)

    def leftovers(self):
        return [name for _folder, _folders, names in os.walk(self.store) for name in names if name.endswith(".tmp")]

    def test_a_full_disk_leaves_nothing_and_the_same_photo_is_taken_later(self):
        photo = files.picture(size=(500, 500))
        for step in ("fsync", "replace"):
            failing = patch(f"os.{step}", side_effect=OSError(errno.ENOSPC, "No space left on device"))
            with self.subTest(step), self.assertRaises(OSError), self.cr.savepoint(), failing:
                self.store_file(photo)
            self.assertFalse(self.leftovers())
        attachment, path = self.store_file(photo)
        self.assertTrue(os.path.exists(path))
        attachment.invalidate_recordset()
        self.assertEqual(attachment.raw, photo)

    def test_what_is_written_is_known_to_the_collector_before_its_bytes(self):
        marked = []
        attachments = type(self.env["ir.attachment"])
        durably = attachments._park_write_durably

        def look(attachment, path, data):
            marked.append(os.path.exists(os.path.join(self.store, "checklist", *path.split(os.sep)[-2:])))
            return durably(attachment, path, data)

        with patch.object(attachments, "_park_write_durably", look):
            self.store_file(b"never seen before")
        self.assertEqual(marked, [True])

    def test_missing_truncated_and_corrupt_files_are_told_apart(self):
        missing, path = self.store_file(b"will be missing")
        os.unlink(path)
        truncated, path = self.store_file(b"will be cut")
        with open(path, "r+b") as stream:
            stream.truncate(4)
        corrupt, path = self.store_file(b"will be changed")
        with open(path, "r+b") as stream:
            stream.write(b"W")
        _sound, sound_path = self.store_file(b"sound")
        report = self.check._check()
        for kind, attachment in (("missing", missing), ("truncated", truncated), ("corrupt", corrupt)):
            self.assertEqual(report[kind], [{"file": attachment.store_fname, "attachments": attachment.ids}])
        self.assertEqual(report["files"], 4)
        self.assertTrue(os.path.exists(sound_path))

    def test_an_alarm_stands_until_the_file_is_back(self):
        attachment, path = self.store_file(b"away for a while")
        os.rename(path, path + ".away")
        with mute_logger("odoo.addons.park_guard.models.park_alarm"):
            self.check._cron_check()
            self.check._cron_check()
        alarm = self.env["park.alarm"].search([("key", "=", attachment.store_fname)])
        self.assertEqual((alarm.kind, alarm.times, alarm.settled_at), ("file", 2, False))
        os.rename(path + ".away", path)
        self.check._cron_check()
        self.assertTrue(alarm.settled_at)
