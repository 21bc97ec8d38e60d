"""XML as it streams past: names without their prefixes, no document types, no entities of its own, bounded depth and text.

Office and OFD packages hold nothing that a document type could be needed for; one that declares it is after something else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

from index.errors import DamagedFile, TooLarge

Attributes = dict[str, str]
_DEEPEST = 256
_LONGEST = 4_000_000
"""Characters directly inside one element."""
_PIECE = 1 << 16


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def walk(
    stream: Stream, start: Callable[[str, Attributes], None], end: Callable[[str, str], None], *, named: str = "XML"
) -> None:
    """Reads a member from start to end. ``end`` gets the text that stood directly inside its element.

    Raises DamagedFile for broken XML and for a document type, TooLarge for elements nested or filled beyond any real file.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _PIECE
    open_texts = list[list[str]]()

    def opened(name: str, attributes: Attributes) -> None:
        open_texts.append([])
        if len(open_texts) > _DEEPEST:
            raise TooLarge(f"{named} 嵌套超过{_DEEPEST}层")
        start(local(name), attributes)

    def closed(name: str) -> None:
        end(local(name), "".join(open_texts.pop()))

    def told(text: str) -> None:
        pieces = open_texts[-1]
        pieces.append(text)
        if len(pieces) % 1024 == 0 and sum(map(len, pieces)) > _LONGEST:
            raise TooLarge(f"{named} 的一处文字过长")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = told
    parser.StartDoctypeDeclHandler = _refuse
    try:
        while piece := stream.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, UnicodeError, LookupError) as error:
        raise DamagedFile(f"文件内部的 {named} 已损坏") from error


def local(name: str) -> str:
    """A name without its prefix: ofd:Page and Page are one."""
    return name.rpartition(":")[2] if ":" in name else name


def attribute(attributes: Attributes, name: str) -> str | None:
    """An attribute under any prefix (r:id); None where the element has none."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local(key) == name), None)


def _refuse(*_: object) -> None:
    raise DamagedFile("XML 含文档类型声明(DTD),不予展开", advice="请用办公软件重新保存后再提交。")
