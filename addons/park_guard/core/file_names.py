"""Names of files from strangers, made safe for disks, headers and screens."""

import re
import unicodedata

LONGEST = 200  # bytes of UTF-8: file systems take 255, and copies add " (2)"
DIRECTION = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # turn text round or are not seen
FORBIDDEN = re.compile(r'[<>:"|?*]')  # by Windows
NAMELESS = "file"


def clean(name):
    """Return the last part of a path without control and direction marks, at most LONGEST bytes.

    >>> clean("../../etc/pass\\r\\nwd.txt"), clean("invoice\u202efdp.exe"), clean('a"><img onerror=x>.png')
    ('passwd.txt', 'invoicefdp.exe', 'a___img onerror=x_.png')
    """
    name = re.split(r"[/\\]", str(name or ""))[-1]
    name = DIRECTION.sub("", unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode()))
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cs", "Co", "Cn"))
    name = FORBIDDEN.sub("_", name).strip(" .")
    return shorten(name or NAMELESS)


def extension(name):
    """Return the extension in small letters without its dot, or an empty text.

    >>> extension("Photo.JPG"), extension("readme")
    ('jpg', '')
    """
    stem, dot, end = name.rpartition(".")
    return end.lower() if dot and stem and len(end) <= 10 and end.isalnum() else ""


def shorten(name):
    """Return a name of at most LONGEST bytes, its extension kept and no character cut in two."""
    if len(name.encode()) <= LONGEST:
        return name
    end = extension(name)
    tail = f".{end}" if end else ""
    stem = name[: len(name) - len(tail)].encode()[: LONGEST - len(tail.encode())]
    return stem.decode(errors="ignore").rstrip(" .") + tail
