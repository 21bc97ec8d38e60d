"""Bytes to text: charsets by strict decoding, anything else refused with advice."""

import pytest

from index.errors import UnreadableFile
from index.readers import Document, read

SENTENCE = "园区完成工业投资12.5亿元,同比增长8%。"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        b"\xef\xbb\xbf" + SENTENCE.encode(),
        SENTENCE.encode("utf-16"),
        b"\xfe\xff" + SENTENCE.encode("utf-16-be"),
        SENTENCE.encode("gb18030"),
        SENTENCE.encode("gbk"),
    ],
)
def test_every_usual_charset_gives_the_same_text(data: bytes) -> None:
    assert read(data, "报告.txt") == Document(SENTENCE, "text/plain")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \r\n ",
        b"\xef\xbb\xbf",
        b"%PDF-1.7 ...",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n",
        b"text\x00text",
        b"\xff\xff\xff\xff\x80",
        bytes(range(1, 32)) * 20,
        b"\xff\xfe\x00\xd8",
    ],
)
def test_what_is_no_text_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(data, "x.txt")
    assert caught.value.advice
    assert caught.value.code == "unreadable_file"


def test_markdown_is_told_by_its_name() -> None:
    assert read("# 园区简报".encode(), "a.MD").media_type == "text/markdown"
