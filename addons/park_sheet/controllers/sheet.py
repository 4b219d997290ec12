import tempfile

from odoo.exceptions import AccessError, UserError
from odoo.http import Controller, Response, content_disposition, request, route
from odoo.tools.osutil import clean_filename
from werkzeug.exceptions import NotFound
from werkzeug.wsgi import wrap_file

from ..models.park_sheet_source import FORMATS, split_ids

MIME_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
OFFICIAL_FORMATS = ("pdf", "docx")
IN_MEMORY = 4 * 1024 * 1024  # bytes of a file kept in memory; beyond, it waits on disk


class SheetController(Controller):
    # Not readonly: the hook may write an audit line.
    @route(
        "/park/sheet/<string:model>/<string:key>/<string:ids>.<string:fmt>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def sheet(self, model, key, ids, fmt, **_query):
        """Send the sheets ``key`` of the records as a file.

        What does not exist, and what the user may not read, is not found alike.
        """
        records = self._readable(model, ids)
        if records is None or fmt not in FORMATS or key not in records._all_sheet_keys():
            raise NotFound()
        try:
            stream = self._file(records, key, fmt)
        except AccessError:
            raise NotFound() from None
        except UserError as error:
            return request.render("park_sheet.refusal", {"error": str(error)}, status=422)
        return self._download(stream, f"{records._sheet_filename(key)}.{fmt}", MIME_TYPES[fmt])

    def _file(self, records, key, fmt):
        """Return the file and tell the model; a refusal leaves nothing behind."""
        stream = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by the server
        with request.env.cr.savepoint():
            self._write(stream, records, key, fmt)
            records._on_sheet_export(key, fmt)
        return stream

    def _write(self, stream, records, key, fmt):
        """Write the page or the official documents that ``key`` stands for, else its sheets."""
        renderer = request.env["park.document"]
        page = records._pdf_page(key) if fmt == "pdf" else None
        if page:
            stream.write(renderer._html_to_pdf(page))
            return
        documents = records._documents(key) if fmt in OFFICIAL_FORMATS else None
        if documents:
            renderer._write_documents(stream, documents, fmt)
        else:
            renderer._write_sheets(stream, records._sheets(key), fmt)

    def _readable(self, model, ids):
        """Return the records in the order asked for, or None if one may not be read."""
        if model not in request.env:
            return None
        records = request.env[model]
        if records._abstract or not isinstance(records, request.env.registry["park.sheet.source"]):
            return None
        try:
            records = records.browse(split_ids(ids))
            allowed = records.with_context(active_test=False).search([("id", "in", records.ids)])
        except (ValueError, AccessError):
            return None
        return records if len(allowed) == len(records) else None

    def _download(self, stream, filename, mime_type):
        length = stream.tell()
        stream.seek(0)
        return Response(
            wrap_file(request.httprequest.environ, stream),
            direct_passthrough=True,
            headers=[
                ("Content-Type", mime_type),
                ("Content-Length", str(length)),
                ("Content-Disposition", content_disposition(clean_filename(filename))),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
