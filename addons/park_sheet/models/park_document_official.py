from odoo import api, models

from ..core.docx import write_docx
from ..core.official import Words, lines, numbered


class ParkDocumentOfficial(models.AbstractModel):
    """Official documents as docx, to be worked on, and as PDF."""

    _inherit = "park.document"

    @api.model
    def _write_documents(self, stream, documents, fmt):
        """Write official documents to a binary stream as ``docx`` or ``pdf``, each from a page of its own."""
        if fmt == "docx":
            write_docx(stream, documents, self._official_words())
        else:
            stream.write(self._html_to_pdf(self._documents_to_html(documents)))

    @api.model
    def _documents_to_html(self, documents):
        """Return the page that lays official documents out on A4."""
        values = {
            "documents": documents,
            "words": self._official_words(),
            "numbered": lambda body: list(numbered(body)),
            "lines": lines,
            "kind": lambda block: type(block).__name__,
            "html_lang": self._html_lang(),
        }
        return self.env["ir.qweb"]._render("park_sheet.official_document", values)

    @api.model
    def _official_words(self):
        """Return the words the layout adds, in the language of the environment."""
        _ = self.env._
        return Words(
            attachment=_("Attachment: "),
            addressed=_("%(name)s:"),
            copied=_("%(label)s: %(names)s."),
            date=_("%(day)s/%(month)s/%(year)s"),
        )
