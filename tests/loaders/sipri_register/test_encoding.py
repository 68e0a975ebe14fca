"""Bytes of exports: what is read, and what is refused before anything else is looked at."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Refused
from loaders.sipri_register.encoding import decode, read_export


@given(st.text(alphabet=st.characters(codec="cp1252", exclude_categories=["Cc"])))
def test_a_text_comes_back_from_either_encoding(text: str) -> None:
    assert decode(text.encode("utf-8-sig"), "x") == text
    if any(ord(letter) > 127 for letter in text) and not _is_utf8(text.encode("cp1252")):
        assert decode(text.encode("cp1252"), "x") == text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(data, "x"), str)
    except Refused as error:
        assert "x:" in str(error)


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"a\nb\x00c", "2:2", "U+0000"),
        (b"a\nbc\x1bd", "2:3", "U+001B"),
        (b"a\n\x81", "2:1", "0x81 is neither UTF-8 nor Windows-1252"),
        (b"\xef\xbb\xbfa\nb\xff", "2:2", "0xff is not UTF-8, which the file claims to be"),
        ("Recipient".encode("utf-16"), "1:1", "This is UTF-16"),
    ],
)
def test_what_no_export_holds_is_refused_with_its_place(tmp_path: Path, data: bytes, place: str, reason: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        read_export(path)
    assert f"register.csv:{place}" in str(caught.value)
    assert reason in str(caught.value)


def test_links_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("x")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    for path in (tmp_path, tmp_path / "link.csv", tmp_path / "none.csv"):
        with pytest.raises(Refused):
            read_export(path)
