"""What may be uploaded: content decides, and the name has to agree with it."""

from dataclasses import dataclass

from . import archives, file_names, pdfs, pictures
from .refusals import RefusedFile

MB = 1024 * 1024
PHOTO_BYTES = 20 * MB
DOCUMENT_BYTES = 50 * MB
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # eicar.org: harmless, must be found
OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file: what its name ends with, how it is served, how its bytes are known and looked through."""

    extensions: tuple[str, ...]
    mimetype: str
    is_photo: bool = False


JPEG = Kind(("jpg", "jpeg", "jfif"), "image/jpeg", True)
PNG = Kind(("png",), "image/png", True)
GIF = Kind(("gif",), "image/gif", True)
WEBP = Kind(("webp",), "image/webp", True)
PDF = Kind(("pdf",), "application/pdf")
DOCX = Kind(("docx",), OOXML + "wordprocessingml.document")
XLSX = Kind(("xlsx",), OOXML + "spreadsheetml.sheet")
PPTX = Kind(("pptx",), OOXML + "presentationml.presentation")
OFD = Kind(("ofd",), "application/ofd")  # GB/T 33190, the format of official papers and e-invoices
ZIP = Kind(("zip",), "application/zip")
OLE = Kind(("doc", "xls", "ppt", "wps", "et", "dps"), "application/x-ole-storage")
MP4 = Kind(("mp4", "m4v", "mov"), "video/mp4")
MP3 = Kind(("mp3",), "audio/mpeg")
TEXT = Kind(("txt", "csv", "log"), "text/plain")
OLE_MIMETYPES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/msword",
    "et": "application/vnd.ms-excel",
    "dps": "application/vnd.ms-powerpoint",
}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
ZIPPED = {"docx": DOCX, "xlsx": XLSX, "pptx": PPTX, "ofd": OFD, "zip": ZIP}


@dataclass(frozen=True)
class Upload:
    """A file as it may be kept: cleaned name, the type it is served as, and its bytes."""

    name: str
    mimetype: str
    data: bytes


def judge(name, data):
    """Return the ``Upload`` to keep, or raise ``RefusedFile`` with the reason.

    Pictures lose what a camera writes beside the image but for orientation and moment.
    """
    name = file_names.clean(name)
    if not data:
        raise RefusedFile("empty", name)
    if len(data) > DOCUMENT_BYTES:
        raise RefusedFile("too_large", name, limit_mb=DOCUMENT_BYTES // MB)
    if EICAR in data:
        raise RefusedFile("virus", name)
    kind = sniff(data, name)
    if kind.is_photo and len(data) > PHOTO_BYTES:
        raise RefusedFile("too_large", name, limit_mb=PHOTO_BYTES // MB)
    extension = file_names.extension(name)
    if not extension:
        extension = kind.extensions[0]
        name = file_names.clean(f"{name}.{extension}")
    elif extension not in kind.extensions:
        raise RefusedFile("other_content", name)
    return Upload(name, mimetype(kind, extension), look_through(kind, name, data))


def mimetype(kind, extension):
    """Return the type that a file of this kind and extension is served as."""
    if kind is OLE:
        return OLE_MIMETYPES[extension]
    return "text/csv" if extension == "csv" else kind.mimetype


def sniff(data, name):
    """Return the kind that the first bytes show; refuse what is not on the list.

    >>> sniff(b"%PDF-1.7 ...", "a.pdf").mimetype
    'application/pdf'
    """
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"%PDF-"):
        return PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return ZIPPED[archives.kind(data, name)]
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLE
    if data[4:8] == b"ftyp":
        if data[8:12] in HEIC_BRANDS:
            raise RefusedFile("heic", name)
        return MP4
    if data[:3] == b"ID3" or (data[:1] == b"\xff" and data[1:2] in (b"\xfb", b"\xf3", b"\xf2")):
        return MP3
    if is_plain_text(data):
        return TEXT
    raise RefusedFile("not_allowed", name)


def is_plain_text(data):
    """Return whether bytes are text, and neither markup nor a script.

    >>> is_plain_text("园区,电话".encode("gb18030")), is_plain_text(b" <html>"), is_plain_text(b"#!/bin/sh")
    (True, False, False)
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # UTF-16 with its mark
        head = data[:1024].replace(b"\0", b"")[2:]
    elif b"\0" in data:
        return False
    else:
        head = data.removeprefix(b"\xef\xbb\xbf")[:1024]
    return not head.lstrip().startswith((b"<", b"#!", b"MZ", b"\x7fELF", b"%!"))


def look_through(kind, name, data):
    """Return the bytes to keep of a file of a known kind; refuse what it must not contain."""
    if kind.is_photo:
        return pictures.clean(kind.mimetype, name, data)
    if kind is PDF:
        pdfs.check(name, data)
    elif kind in ZIPPED.values():
        archives.check(name, data, EICAR, is_office=kind not in (ZIP, OFD))
    elif kind is OLE:
        archives.check_ole(name, data)
    return data
