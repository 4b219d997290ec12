"""What may be uploaded: the table of bad files and the good ones beside them."""

import contextlib
import importlib
import io
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from support.core import ADDONS, load_core

sys.path.append(str(ADDONS / "park_guard/tests"))
import upload_files as files

core = load_core("park_guard").__name__
uploads = importlib.import_module(f"{core}.uploads")
refusals = importlib.import_module(f"{core}.refusals")
file_names = importlib.import_module(f"{core}.file_names")


@pytest.mark.parametrize(("name", "data", "reason"), [case[1:] for case in files.REFUSED], ids=lambda v: None)
def test_bad_files_are_refused_with_their_reason(name, data, reason):
    with pytest.raises(refusals.RefusedFile) as refusal:
        uploads.judge(name, data)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(("name", "data", "kept"), [case[1:] for case in files.KEPT], ids=lambda v: None)
def test_good_files_are_kept_under_a_clean_name(name, data, kept):
    upload = uploads.judge(name, data)
    assert upload.name == kept
    assert uploads.judge(upload.name, upload.data) == upload  # what was kept would be kept again


def test_a_photo_keeps_orientation_and_moment_alone():
    data = uploads.judge("a.jpg", files.photo()).data
    with Image.open(io.BytesIO(data)) as image:
        notes = image.getexif()
        assert dict(notes).keys() == {0x0112, 0x8769}
        assert notes[0x0112] == 6
        assert notes.get_ifd(0x8769) == {0x9003: "2026:11:02 09:30:00"}
        assert not notes.get_ifd(0x8825)
        image.load()
    assert b"CNRY" not in data


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_pictures_look_the_same_afterwards(format):
    options = {"progressive": True} if format == "JPEG" else {}
    before = files.picture(format, (300, 200), **options)
    after = uploads.judge("a." + {"JPEG": "jpg"}.get(format, format.lower()), before).data
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as other:
        assert one.tobytes() == other.tobytes()


def test_what_stands_behind_a_photo_is_cut_off():
    assert b"CNRY" not in uploads.judge("a.jpg", files.picture() + files.HTML).data


def test_limits_of_size():
    just = uploads.PHOTO_BYTES - len(files.picture()) - 100
    for size, allowed in ((just, True), (just + 2000, False)):
        data = files.picture() + bytes(size)
        if allowed:
            uploads.judge("a.jpg", data)
        else:
            with pytest.raises(refusals.RefusedFile, match="too_large"):
                uploads.judge("a.jpg", data)
    video = b"\0\0\0\x18ftypmp42" + bytes(60 * 1024 * 1024)
    with pytest.raises(refusals.RefusedFile, match="too_large"):
        uploads.judge("a.mp4", video)


SEEDS = [case[2] for case in files.KEPT] + [case[2] for case in files.REFUSED if len(case[2]) < 5000]


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=4)), max_size=6), st.floats(0, 1)
)
def test_mutilated_files_are_kept_or_refused_and_nothing_else(seed, changes, cut):
    data = bytearray(seed[: max(1, int(len(seed) * (1 - cut * cut)))])
    for place, change in changes:
        start = int(len(data) * place)
        data[start : start + len(change)] = change
    with contextlib.suppress(refusals.RefusedFile):
        assert uploads.judge("a", bytes(data)).data


@given(st.text(max_size=400))
def test_names_are_safe_whatever_they_were(text):
    name = file_names.clean(text)
    assert name and file_names.clean(name) == name
    assert len(name.encode()) <= 200
    assert not set(name) & set('/\\<>:"|?*\r\n\0\u202e\u2066')
    assert not name.startswith(".")
