from odoo import models
from odoo.http import Stream

SANDBOX = "default-src 'none'; sandbox"


class UploadStream(Stream):
    """A file of a person: offered for saving, never shown as a page of this site."""

    def get_response(self, as_attachment=None, immutable=None, content_security_policy=SANDBOX, **kwargs):
        """Send it as an attachment under a sandbox; core adds ``nosniff``."""
        return super().get_response(True, immutable, SANDBOX, **kwargs)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _to_http_stream(self):
        stream = super()._to_http_stream()
        return stream if self._park_is_own_file() else UploadStream(**vars(stream))

    def _park_is_own_file(self):
        """Return whether the file is one of the system's own: a bundle, a public one, a picture of a field."""
        is_picture = self.res_field and (self.mimetype or "").startswith("image/")
        return bool(self.url or self.public or is_picture or self.type != "binary")
