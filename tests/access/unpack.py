"""The text in whatever a server sends: pages, JSON, workbooks, papers."""

import io
import zipfile

from pypdf import PdfReader


def text_of(content):
    """Return all text in the bytes of an answer; zip archives (workbooks, documents) are read part by part.

    >>> text_of('{"name": "é"}'.encode())
    '{"name": "é"}'
    """
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(text_of(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")
