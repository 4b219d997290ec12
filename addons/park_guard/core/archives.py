"""Zip files and the office files made of them: judged by their table of contents, never unpacked."""

import io
import re
import struct
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .refusals import RefusedFile

UNPACKED_BYTES = 200 * 1024 * 1024
RATIO, SMALL = 200, 1024 * 1024  # packed more than 200 times is no document; below 1 MB nobody minds
ENTRIES = 10_000
SMALL_ENTRY = 64 * 1024  # the test virus hides in small ones
ALLOWED_LINKS = ("/hyperlink", "/externalLink", "/externalLinkPath")  # opened by a click, or asked about by Excel
PROGRAMS = {
    *("exe", "com", "scr", "pif", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "jar"),
    *("lnk", "dll", "sys", "cpl", "reg", "apk", "sh", "php", "jsp", "asp", "aspx", "html", "htm", "svg", "iso"),
}
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def _open(name, data):
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError):
        raise RefusedFile("damaged", name) from None


def kind(data, name):
    """Return what a zip file is: docx, xlsx, pptx, ofd or zip."""
    with _open(name, data) as archive:
        names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        for folder, answer in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(entry.startswith(folder) for entry in names):
                return answer
    return "ofd" if "OFD.xml" in names else "zip"


def check(name, data, virus, is_office=False):
    """Refuse bombs, names that climb out, encrypted parts, programs, macros and links to templates."""
    with _open(name, data) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
            raise RefusedFile("bomb", name)
        for entry in entries:
            _check_entry(name, entry, is_office)
        for entry in entries:
            if entry.file_size <= SMALL_ENTRY and virus in _read(name, archive, entry):
                raise RefusedFile("virus", name)
            if is_office and entry.filename.lower().endswith(".rels"):
                _check_links(name, _read(name, archive, entry))


def _check_entry(name, entry, is_office):
    if entry.file_size > SMALL and entry.file_size > RATIO * max(entry.compress_size, 1):
        raise RefusedFile("bomb", name)
    # the name as stored: Python cuts it at a NUL and turns the strokes of its own system
    path = getattr(entry, "orig_filename", entry.filename).replace("\\", "/")
    if path.startswith("/") or re.match(r"^[A-Za-z]:", path) or ".." in path.split("/") or "\0" in path:
        raise RefusedFile("climbs_out", name)
    if entry.flag_bits & 0x1:
        raise RefusedFile("encrypted", name)
    lower = path.lower()
    if is_office and (lower.endswith("vbaproject.bin") or "/activex/" in lower):
        raise RefusedFile("macros", name)
    if lower.rpartition(".")[2] in PROGRAMS:
        raise RefusedFile("program_inside", name)


def _read(name, archive, entry):
    """Return the bytes of one small entry."""
    try:
        with archive.open(entry) as part:
            return part.read(UNPACKED_BYTES // 10)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise RefusedFile("damaged", name) from None


def _check_links(name, xml):
    """Refuse parts that office programs fetch by themselves: templates, frames, pictures from elsewhere."""
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError):
        raise RefusedFile("damaged", name) from None
    for link in root:
        if link.get("TargetMode") == "External" and not link.get("Type", "").endswith(ALLOWED_LINKS):
            raise RefusedFile("remote_part", name)


def check_ole(name, data):
    """Refuse old office files with macros: their folder has a fixed name."""
    if OLE_MACROS in data:
        raise RefusedFile("macros", name)
