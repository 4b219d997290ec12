import hashlib
import os

from odoo import api, models
from odoo.tools import SQL

BLOCK = 1024 * 1024


class ParkGuardFiles(models.AbstractModel):
    """Every file that the database names is there, whole and unchanged. Nothing is deleted or repaired.

    Core reads a missing file as an empty one, and serves a changed one silently.
    """

    _name = "park.guard.files"
    _description = "File Check"

    @api.model
    def _check(self):
        """Return what is wrong in the file store:

        ``{"files": …, "bytes": …, "missing": […], "truncated": […], "corrupt": […]}``; each finding is
        ``{"file": store name, "attachments": ids}``. A file shorter or longer than noted is truncated;
        one of the right length with another checksum is corrupt. Bytes counts what was read.
        """
        stored = self._stored_files()
        report = {"files": len(stored), "bytes": 0, "missing": [], "truncated": [], "corrupt": []}
        found = {}
        for fname, checksum, size in stored:
            kind, length = self._judge_file(fname, checksum, size)
            report["bytes"] += length
            if kind:
                found[fname] = kind
        # a file that somebody deleted meanwhile, with its record, is none of our business
        for fname, attachment_ids in self._attachments_of(list(found)).items():
            report[found[fname]].append({"file": fname, "attachments": attachment_ids})
        return report

    @api.model
    def _stored_files(self):
        self.env["ir.attachment"].flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT store_fname, max(checksum), max(file_size) FROM ir_attachment
                   WHERE store_fname IS NOT NULL GROUP BY store_fname ORDER BY store_fname"""
            )
        )

    @api.model
    def _attachments_of(self, fnames):
        """Return ``{store name: [attachment ids]}`` as it stands now."""
        if not fnames:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT store_fname, array_agg(id ORDER BY id) FROM ir_attachment
                       WHERE store_fname = ANY(%s) GROUP BY store_fname ORDER BY store_fname""",
                    fnames,
                )
            )
        )

    @api.model
    def _judge_file(self, fname, checksum, size):
        """Return ``(what is wrong or None, bytes read)`` of one file."""
        path = self.env["ir.attachment"]._full_path(fname)
        try:
            length = os.path.getsize(path)
            if length != size:
                return "truncated", 0
            digest = hashlib.sha1(usedforsecurity=False)  # what core names files by
            with open(path, "rb") as stream:
                while block := stream.read(BLOCK):
                    digest.update(block)
        except OSError:
            return "missing", 0
        return (None if digest.hexdigest() == checksum else "corrupt"), length

    @api.model
    def _cron_check(self):
        """Check all files, ring for each that is wrong, settle the alarms of those in order again."""
        report = self._check()
        alarms = self.env["park.alarm"]
        keys = []
        for kind in ("missing", "truncated", "corrupt"):
            for finding in report[kind]:
                keys.append(finding["file"])
                alarms._ring("file", finding["file"], {"found": kind, "attachments": finding["attachments"][:20]})
        alarms._settle_gone("file", keys)
        self.env["park.audit"]._log(
            "files.check", detail={"files": report["files"], "bytes": report["bytes"], "wrong": len(keys)}
        )
        return report
