from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.web.controllers.binary import Binary
from odoo.exceptions import UserError
from odoo.http import request, route

from ..core.uploads import DOCUMENT_BYTES, MB

LONGEST_BODY = DOCUMENT_BYTES + MB  # a file and the form around it; more is refused before it is read


class UploadBinary(Binary):
    @route(max_content_length=LONGEST_BODY)
    def upload_attachment(self, model, id, ufile, callback=None):
        """Store the files as core does, or none of them and say why instead of "something horrible"."""
        refusals = []
        for file in request.httprequest.files.getlist("ufile"):
            try:
                request.env["ir.attachment"]._park_upload(file.filename, file.read())
                file.seek(0)
            except UserError as refusal:
                refusals.append({"error": str(refusal)})
        if refusals:
            return request.make_json_response(refusals)
        return super().upload_attachment(model, id, ufile, callback)


class UploadChatter(AttachmentController):
    @route(max_content_length=LONGEST_BODY)
    def mail_attachment_upload(self, ufile, thread_id, thread_model, is_pending=False, **kwargs):
        """Answer a refused file with its reason, which the chatter shows."""
        try:
            with request.env.cr.savepoint():
                return super().mail_attachment_upload(ufile, thread_id, thread_model, is_pending, **kwargs)
        except UserError as refusal:
            return request.make_json_response({"error": str(refusal)})
