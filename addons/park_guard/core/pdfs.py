"""PDF files that do something by themselves are refused."""

import re
import zlib

from .refusals import RefusedFile

ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"(<<(?:(?!endobj).){0,4096}?>>)\s*stream\r?\n", re.DOTALL)
INFLATED = 20 * 1024 * 1024  # bytes looked at of packed objects in all


def check(name, data):
    """Refuse a PDF with scripts, programs to start, forms with code or files inside; and one without an end.

    Names may be written with #xx and dictionaries may be packed: both are looked into.
    """
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]:
        raise RefusedFile("damaged", name)
    for text in texts(data):
        plain = HEX.sub(lambda match: bytes([int(match[1], 16)]), text) if b"#" in text else text
        if found := ACTIVE.search(plain):
            reason = "file_inside" if found[1].startswith(b"Embedded") else "active"
            raise RefusedFile(reason, name)


def texts(data):
    """Yield the dictionaries of a PDF: what stands between its streams, and its packed objects."""
    place, budget = 0, INFLATED
    for match in STREAM.finditer(data):
        if match.start() < place:  # inside the bytes of a picture
            continue
        yield data[place : match.end()]
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        if b"/ObjStm" in match[1]:
            objects = inflate(data[match.end() : end], budget)
            budget -= len(objects)
            yield objects
        place = end
    yield data[place:]


def inflate(packed, limit):
    """Return at most ``limit`` bytes of what is packed, as far as it can be unpacked."""
    try:
        return zlib.decompressobj().decompress(packed, max(limit, 1))
    except zlib.error:
        return b""
