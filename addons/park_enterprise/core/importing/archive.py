"""Opening a zip archive from a stranger: cheap checks before anything is unpacked."""

import io
import zipfile
import zlib

from .cells import UnreadableFile

MAX_UNPACKED = 200 * 1024 * 1024
# Sheets pack to a tenth, rarely a fiftieth; what packs tighter says nothing again and again.
TIGHTEST, SMALL = 150, 8 * 1024 * 1024
MAX_PARTS = 10_000
# Elements a part may hold between two that are read and forgotten: a row of 16,384 cells has 65,536 tags.
MAX_TAGS = 400_000
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError)


class BoundedPart:
    """A part as a stream that refuses what would fill the memory before it is understood."""

    def __init__(self, stream):
        self._stream = stream
        self._tags = 0
        self._head = b""

    def read(self, size=-1):  # pylint: disable=method-required-super
        """Return the next bytes; refuse declarations of own entities and too many tags in a row."""
        data = self._stream.read(min(size, 65_536) if size > 0 else 65_536)
        if len(self._head) < 1000:
            self._head += data[:1000]
            if b"<!DOCTYPE" in self._head.upper():
                raise UnreadableFile("workbook_broken")
        self._tags += data.count(b"<")
        if self._tags > MAX_TAGS:
            raise UnreadableFile("workbook_broken")
        return data

    def forget(self):
        """Note that everything so far was read and forgotten."""
        self._tags = 0


class Archive:
    """The parts of a zip archive by name, none of them larger than declared."""

    def __init__(self, data):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise UnreadableFile("workbook_broken") from error
        self.infos = self._zip.infolist()
        self.names = {info.filename for info in self.infos}
        self._refuse_bombs()

    def _refuse_bombs(self):
        """Refuse what unpacks to too much, packs too tightly, or is encrypted."""
        if len(self.infos) > MAX_PARTS:
            raise UnreadableFile("workbook_broken")
        if sum(info.file_size for info in self.infos) > MAX_UNPACKED:
            raise UnreadableFile("unpacked_too_large", MAX_UNPACKED // 1024 // 1024)
        if any(info.file_size > max(SMALL, TIGHTEST * info.compress_size) for info in self.infos):
            raise UnreadableFile("packed_too_tightly")
        if any(info.flag_bits & 1 for info in self.infos):
            raise UnreadableFile("encrypted")

    def open(self, name):
        """Return a part as a bounded stream."""
        try:
            return BoundedPart(self._zip.open(name))
        except BROKEN as error:
            raise UnreadableFile("workbook_broken") from error
