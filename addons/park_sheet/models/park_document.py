import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.official import as_document
from ..core.pdf import TooManyRows, layout
from ..core.sheet import Labels
from ..core.xlsx import write_workbook

_logger = logging.getLogger(__name__)


class ParkDocument(models.AbstractModel):
    """Turns sheets and pages into files: workbooks and PDF."""

    _name = "park.document"
    _description = "Document Renderer"

    @api.model
    def _on_pivot_export(self, pivot):
        """Take note that a pivot, as the client describes it, is being handed out; a hook."""

    @api.model
    def _write_sheets(self, stream, sheets, fmt, footer=None):
        """Write ``sheets`` to a binary stream as ``xlsx``, ``pdf`` or ``docx``.

        Without a footer the pages say when they were exported.
        """
        footer = self._sheet_footer() if footer is None else footer
        if fmt == "xlsx":
            write_workbook(stream, sheets, footer=footer, labels=self._sheet_labels())
        elif fmt == "docx":
            tables = self._tables(sheets, self._sheet_labels())
            self._write_documents(stream, [as_document(table) for table in tables], fmt)
        else:
            stream.write(self._html_to_pdf(self._sheets_to_html(sheets, footer)))

    @api.model
    def _sheets_to_html(self, sheets, footer=""):
        """Return the page that lays out ``sheets`` on A4; refuse what only a workbook can hold."""
        labels = self._sheet_labels()
        page = labels.page % {"page": "\0", "pages": "\0"}  # the numbers are counted on the page
        values = {
            "tables": self._tables(sheets, labels),
            "page_words": page.split("\0"),
            "footer": footer,
            "html_lang": self._html_lang(),
        }
        return self.env["ir.qweb"]._render("park_sheet.sheet_document", values)

    @api.model
    def _tables(self, sheets, labels):
        try:
            return [layout(sheet, labels) for sheet in sheets]
        except TooManyRows as error:
            raise UserError(
                self.env._(
                    "“%(title)s” has more than %(limit)s rows: too many for paper. "
                    "Download the workbook instead, or narrow the selection.",
                    title=error.args[0],
                    limit=error.args[1],
                )
            ) from error

    @api.model
    def _html_to_pdf(self, html):
        """Return ``html`` as a PDF; whatever it links to is not fetched, except data: URIs.

        The same page gives the same bytes.
        """
        weasyprint, fetcher = self._weasyprint()
        page = str(html)
        document = weasyprint.HTML(string=page, url_fetcher=fetcher)
        return document.write_pdf(pdf_identifier=hashlib.sha256(page.encode()).digest()[:16])

    @api.model
    def _weasyprint(self):
        """Return the PDF library and a fetcher without network; say how to install it if missing."""
        try:
            import weasyprint  # here: optional, slow to load, needs system libraries
            from weasyprint.urls import URLFetcher
        except (ImportError, OSError) as error:
            _logger.warning("PDF is unavailable: %s", error)
            raise UserError(
                self.env._(
                    "This server cannot make PDF files yet. Ask the administrator to install the Python "
                    "package weasyprint and the system packages libpango-1.0-0, libpangoft2-1.0-0, "
                    "libharfbuzz-subset0 and fonts-noto-cjk. The workbook is available meanwhile."
                )
            ) from error
        return weasyprint, URLFetcher(allowed_protocols=("data",))

    @api.model
    def _html_lang(self):
        """Return the reader's language as pages name it; without it Han letters look Japanese."""
        return (self.env.lang or "en_US").replace("_", "-")

    @api.model
    def _sheet_footer(self):
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return self.env._("Exported %s", f"{now:%Y-%m-%d %H:%M}")

    @api.model
    def _sheet_labels(self):
        """Return the renderer's own words in the language of the environment."""
        return Labels(
            as_of=self.env._("As of %(date)s"),
            unit_wan=self.env._("(CNY 10,000)"),
            too_long=self.env._("…(full text in the system)"),
            page=self.env._("Page %(page)s of %(pages)s"),
            lamps={
                "green": self.env._("Green"),
                "yellow": self.env._("Yellow"),
                "red": self.env._("Red"),
                "grey": self.env._("Grey"),
            },
        )
