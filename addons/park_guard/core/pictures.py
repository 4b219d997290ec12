"""Pictures without what a camera writes beside them, and without the bombs.

Where a photo was taken is sensitive personal data (PIPL 28), and the place of a visit is recorded by
the visit itself, with consent. Of the notes of the camera only orientation and moment stay.
"""

import io
import struct
import warnings
import zlib

from PIL import Image, WebPImagePlugin

from .refusals import RefusedFile

# the server registers few formats; naming the plugin registers this one
FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": WebPImagePlugin.WebPImageFile.format,
}
MOST_PIXELS = 50_000_000  # what the server itself is ready to process
ORIENTATION, TAKEN_AT, EXIF_PART = 0x0112, 0x9003, 0x8769
JPEG_KEPT = {0xE0, 0xE2, 0xEE}  # JFIF, colour profile, Adobe colour transform
PNG_DROPPED = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
WEBP_DROPPED = {b"EXIF", b"XMP "}
WEBP_FLAGS = 0x08 | 0x04  # of the VP8X chunk: "has EXIF", "has XMP"


def clean(mimetype, name, data):
    """Return the picture without notes; refuse a damaged one and one of too many pixels."""
    check(mimetype, name, data)
    try:
        return {"image/jpeg": clean_jpeg, "image/png": clean_png, "image/webp": clean_webp}.get(mimetype, bytes)(data)
    except (struct.error, IndexError, ValueError):
        raise RefusedFile("damaged", name) from None


def check(mimetype, name, data):
    """Refuse a picture that has too many pixels, before it is unpacked, or that ends too early."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=[FORMATS[mimetype]]) as image:
                frames = getattr(image, "n_frames", 1)
                if image.width * image.height * min(frames, 100) > MOST_PIXELS * (1 if frames == 1 else 4):
                    raise RefusedFile("too_many_pixels", name, limit=MOST_PIXELS // 1_000_000)
                image.draft("L", (256, 256))  # a JPEG is then read whole at a fraction of the cost
                image.load()
        except Image.DecompressionBombError:
            raise RefusedFile("too_many_pixels", name, limit=MOST_PIXELS // 1_000_000) from None
        except (OSError, SyntaxError, ValueError, struct.error, zlib.error):
            raise RefusedFile("damaged", name) from None


def clean_jpeg(data):
    """Return a JPEG without comments, notes and whatever follows its end."""
    parts, place = [b"\xff\xd8"], 2
    exif = _small_exif(data)
    if exif:
        parts.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    while place < len(data):
        marker, length = data[place + 1], struct.unpack_from(">H", data, place + 2)[0]
        if data[place] != 0xFF:
            raise ValueError("a segment begins with 0xFF")
        if marker == 0xFF:  # fill byte
            place += 1
            continue
        is_note = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_note or marker in JPEG_KEPT:
            parts.append(data[place : place + 2 + length])
        place += 2 + length
        if marker == 0xDA:  # the picture itself follows, up to the last end mark that belongs to it
            end = _jpeg_end(data, place)
            return b"".join((*parts, data[place:end]))
    raise ValueError("no picture")


def _jpeg_end(data, place):
    """Return where the picture ends that begins at ``place``: behind its end mark."""
    while True:
        place = data.index(b"\xff", place)
        marker = data[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker == 0x00 or 0xD0 <= marker <= 0xD7 or marker == 0xFF:  # data, restarts, fill bytes
            place += 1 if marker == 0xFF else 2
        else:  # tables and scans of a progressive picture
            place += 2 + struct.unpack_from(">H", data, place + 2)[0]


def _small_exif(data):
    """Return the Exif segment that holds orientation and moment only, or nothing."""
    with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
        try:
            notes = image.getexif()
            orientation, taken_at = notes.get(ORIENTATION), notes.get_ifd(EXIF_PART).get(TAKEN_AT)
        except Exception:  # notes of a stranger: whatever is wrong with them, they are not kept
            return b""
    kept = Image.Exif()
    if orientation in range(1, 9):
        kept[ORIENTATION] = orientation
    if isinstance(taken_at, str) and len(taken_at) == 19:
        kept[EXIF_PART] = {TAKEN_AT: taken_at}
    return kept.tobytes() if len(kept) else b""


def clean_png(data):
    """Return a PNG without text, notes and whatever follows its end."""
    parts, place = [data[:8]], 8
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if kind not in PNG_DROPPED:
            parts.append(data[place:end])
        if kind == b"IEND":
            return b"".join(parts)
        place = end
    raise ValueError("no end")


def clean_webp(data):
    """Return a WebP without notes and whatever follows its end."""
    size = struct.unpack_from("<I", data, 4)[0]
    parts, place = [], 12
    while place + 8 <= min(len(data), size + 8):
        kind, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + length % 2
        chunk = data[place:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_FLAGS]) + chunk[9:]
        if kind not in WEBP_DROPPED:
            parts.append(chunk)
        place = end
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
