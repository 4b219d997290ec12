import contextlib
import os
import uuid

from odoo import api, models


class IrAttachment(models.Model):
    """Files are written whole or not at all.

    Core writes under the final name: a full disk leaves half a file there, and the same photo is
    refused for ever after ("collides with an existing file").
    """

    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        """Write the bytes beside their place, have them on disk, then give them their name."""
        fname, full_path = self._get_path(bin_value, checksum)
        if not os.path.exists(full_path):
            self._mark_for_gc(fname)  # before the bytes: what is written is known, whatever happens next
            self._park_write_durably(full_path, bin_value)
        return fname

    @api.model
    def _park_write_durably(self, full_path, data):
        part = f"{full_path}.{uuid.uuid4().hex}.tmp"
        try:
            with open(part, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(part, full_path)
            self._park_sync_folder(os.path.dirname(full_path))
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(part)
            raise

    @api.model
    def _park_sync_folder(self, path):
        """Have the name itself on disk."""
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
