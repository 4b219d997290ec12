from markupsafe import Markup
from odoo import models
from odoo.exceptions import UserError


class MailThread(models.AbstractModel):
    """Files that come by mail pass the same filter; the mail itself is kept and says what is missing."""

    _inherit = "mail.thread"

    def message_parse(self, message, save_original=False):
        parsed = super().message_parse(message, save_original=save_original)
        kept, refusals = [], []
        for attachment in parsed.get("attachments") or []:
            name, content, info = attachment
            try:
                data = content.encode() if isinstance(content, str) else content
                upload = self.env["ir.attachment"]._park_upload(name, data)
                kept.append(self._Attachment(upload.name, upload.data, info))
            except UserError as refusal:
                refusals.append(str(refusal))
        parsed["attachments"] = kept
        for refusal in refusals:
            parsed["body"] = (parsed.get("body") or Markup()) + Markup("<p>%s</p>") % refusal
        return parsed
