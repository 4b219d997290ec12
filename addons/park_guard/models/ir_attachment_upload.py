import base64
import binascii

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

from ..core import file_names, uploads
from ..core.refusals import RefusedFile
from . import clamav

CONTENT = ("raw", "datas")
OPENINGS = ("public", "access_token")  # either one shows a file to everybody who has its address


class IrAttachment(models.Model):
    """Files from people are judged by their content, wherever they come in.

    The system's own files (bundles, data of addons) are written by the superuser and pass. Elevated
    rights alone do not: the routes of the chatter store with them what anybody sends.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        self._park_refuse_openings(vals_list)
        if self._park_by_person():
            vals_list = [self._park_judged(vals, vals.get("name"), vals.get("res_field")) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._park_refuse_openings([vals])
        if self._park_by_person() and self:
            vals = self._park_judged_change(dict(vals))
        return super().write(vals)

    def generate_access_token(self):
        """Give out tokens for files that the caller may change."""
        self.check_access("write")
        # sudo: only the token, after the check; what a caller sends as a token is refused
        return super(IrAttachment, self.sudo()).generate_access_token()

    @api.model
    def create_unique(self, values_list):
        """Return ids of new files, or of the caller's own with the same content.

        Core answers with anybody's: who knows the content of a file would learn that it is here.
        """
        ids = []
        for values in values_list:
            data = self._park_content(values)
            known = self.search(
                [
                    ("id", "!=", False),  # files of fields as well
                    ("create_uid", "=", self.env.uid),
                    ("checksum", "=", self._compute_checksum(data)),
                    ("file_size", "=", len(data)),
                    ("mimetype", "=", values.get("mimetype")),
                ]
            )
            ids += known.ids or self.create([values]).ids
        return ids

    @api.model
    def _park_by_person(self):
        return self.env.uid != SUPERUSER_ID

    @api.model
    def _park_refuse_openings(self, vals_list):
        """Refuse to open a file to the world, but to administrators of the system."""
        if self.env.su or not any(vals.get(name) for vals in vals_list for name in OPENINGS):
            return
        if not self.env.is_system():
            raise AccessError(self.env._("Files are shared with the record they belong to, not with everybody."))

    @api.model
    def _park_content(self, vals):
        """Return the bytes that ``vals`` bring."""
        if raw := vals.get("raw"):
            return raw.encode() if isinstance(raw, str) else bytes(raw)
        try:
            return base64.b64decode(vals.get("datas") or b"")
        except (binascii.Error, ValueError, TypeError):
            raise UserError(self.env._("The file arrived damaged. Please send it again.")) from None

    @api.model
    def _park_judged(self, vals, name, field=None):
        """Return ``vals`` with the content that may be kept, under its cleaned name and true type."""
        vals = {key: value for key, value in vals.items() if key != "mimetype" or field}
        if "name" in vals:
            vals["name"] = file_names.clean(name)
        if not any(key in vals for key in CONTENT) or vals.get("type") == "url":
            return vals
        data = self._park_content(vals)
        if field:  # the field that owns the file judges its kind
            self._park_scan_or_refuse(name or field, data)
            return vals
        upload = self._park_upload(name, data)
        vals.pop("datas", None)
        return {**vals, "name": upload.name, "raw": upload.data, "mimetype": upload.mimetype}

    def _park_judged_change(self, vals):
        """Return the values of a change, judged; a new name keeps the extension of the content."""
        if any(key in vals for key in CONTENT):
            return self._park_judged(vals, vals.get("name") or self[:1].sudo().name, self[:1].sudo().res_field)
        vals.pop("mimetype", None)
        if vals.get("name"):
            vals["name"] = file_names.clean(vals["name"])
            end = file_names.extension(self[:1].sudo().name or "")
            if end and file_names.extension(vals["name"]) != end:
                vals["name"] = file_names.clean(f"{vals['name']}.{end}")
        return vals

    @api.model
    def _park_upload(self, name, data):
        """Return the judged upload; a refusal says what to do next."""
        try:
            upload = uploads.judge(name, data)
        except RefusedFile as refusal:
            raise UserError(self._park_refusal(refusal)) from None
        self._park_scan_or_refuse(upload.name, data)
        return upload

    @api.model
    def _park_scan_or_refuse(self, name, data):
        """Refuse what a scanner finds; where one is set up and does not answer, nothing passes."""
        if len(data) > uploads.DOCUMENT_BYTES:
            limit = uploads.DOCUMENT_BYTES // uploads.MB
            raise UserError(self._park_refusal(RefusedFile("too_large", name, limit_mb=limit)))
        if uploads.EICAR in data:
            raise UserError(self._park_refusal(RefusedFile("virus", name)))
        # sudo: the address of the scanner is a setting
        address = self.env["ir.config_parameter"].sudo().get_param("park_guard.clamd")
        if not address:
            return
        try:
            found = clamav.scan(address, data)
        except (OSError, ValueError):
            raise UserError(
                self.env._("The virus scanner does not answer, and nothing is stored unseen. Try again later.")
            ) from None
        if found:
            raise UserError(self._park_refusal(RefusedFile("virus", name)))

    @api.model
    def _park_refusal(self, refusal):
        """Return what happened and what to do next, in the words of the user."""
        _ = self.env._
        values = {"name": refusal.name, "limit_mb": "", "limit": "", **refusal.values}
        texts = {
            "empty": lambda: _("%(name)s is empty.", **values),
            "too_large": lambda: _("%(name)s is larger than %(limit_mb)s MB. Send a smaller one.", **values),
            "too_many_pixels": lambda: _(
                "%(name)s has more than %(limit)s million pixels. Send a smaller picture.", **values
            ),
            "virus": lambda: _("%(name)s contains a virus and was not stored.", **values),
            "other_content": lambda: _("%(name)s is not what its name says. Send the original file.", **values),
            "not_allowed": lambda: _(
                "Files like %(name)s are not accepted: send a picture, a PDF, an office file or plain text.",
                **values,
            ),
            "heic": lambda: _(
                "%(name)s is a HEIC picture, which most computers cannot show. "
                "Set the camera to “most compatible”, or send it as JPEG.",
                **values,
            ),
            "damaged": lambda: _("%(name)s is damaged or incomplete. Send it again.", **values),
            "bomb": lambda: _("%(name)s would unpack to an unreasonable size.", **values),
            "climbs_out": lambda: _("%(name)s contains names that lead out of its folder.", **values),
            "encrypted": lambda: _(
                "%(name)s is protected by a password and cannot be scanned. Send it unprotected.", **values
            ),
            "macros": lambda: _("%(name)s contains macros. Save it without them and send it again.", **values),
            "program_inside": lambda: _(
                "%(name)s contains a program or a web page. Send the documents alone.", **values
            ),
            "remote_part": lambda: _("%(name)s loads parts from elsewhere. Save it as PDF and send that.", **values),
            "active": lambda: _(
                "%(name)s contains scripts or starts programs. Print it to PDF again and send that.", **values
            ),
            "file_inside": lambda: _(
                "%(name)s contains other files. Take them out and send them by themselves.", **values
            ),
        }
        return texts[refusal.reason]()
