"""The zip package of a Word file: its bounds are checked before anything is read, and its XML parts are streamed as events.

No tree is built, so memory does not grow with a part, and nothing recurses on its depth.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from index.errors import DamagedFile, EncryptedFile, TooLarge, UnreadableFile, UnsupportedFormat
from index.readers.document import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SEALED = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream in which Office keeps a file with a password or with usage rights, inside an OLE container."""

_CHUNK = 1 << 16
_CENTRAL_HEADER = b"PK\x01\x02"
_MOST_RELATIONS = 20_000
_LONGEST_TAG = 200
# Word nests perhaps 60 elements deep; past this depth the file was made to hurt.
_DEPTH = 500
# A page written in Word takes some 500 to 2,000; this is what ten seconds can tell.
_MOST_ELEMENTS = 3_000_000
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_SPACES = {
    "wordprocessingml/main": "w",
    "officeDocument/math": "m",
    "officeDocument/relationships": "r",
    "drawingml/main": "a",
    "drawingml/chart": "c",
    "drawingml/diagram": "dgm",
    "markup-compatibility": "mc",
    "package/relationships": "pr",
}
_OTHER_SPACES = {
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


@lru_cache(maxsize=4096)
def _short(tag: str) -> str:
    """``{namespace}local`` as ``prefix:local`` with the usual prefix, whatever the file calls it; "" in unknown namespaces.

    A name without a namespace stays as it is.
    """
    space, separator, local = tag[1:].partition("}")
    if not separator:
        return tag
    prefix = _OTHER_SPACES.get(space)
    for family in (_TRANSITIONAL, _STRICT):
        if space.startswith(family):
            prefix = _SPACES.get(space.removeprefix(family).replace("/2006", ""))
    return f"{prefix}:{local}" if prefix else ""


_NONE: dict[str, str] = {}


def _named(attributes: Mapping[str, str]) -> dict[str, str]:
    return {_short(key): value for key, value in attributes.items() if len(key) < _LONGEST_TAG}


class Events:
    """What a reader of a part listens to: elements by name (``w:p``), with attributes named in the same way.

    ``path`` holds the open elements, the one being told last. A start handler that returns True hears nothing of what is
    inside its element, nor of its end.
    """

    def __init__(self) -> None:
        self.path: list[str] = []
        self.starts: dict[str, Callable[[dict[str, str]], bool | None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}

    @property
    def parent(self) -> str:
        return self.path[-2] if len(self.path) > 1 else ""

    @property
    def grandparent(self) -> str:
        return self.path[-3] if len(self.path) > 2 else ""

    def characters(self, text: str) -> None:
        """Text between marks, perhaps in pieces."""


@dataclass(slots=True)
class Spent:
    """What has been read of the bounds, over all parts of a file."""

    limits: Limits
    elements: int = 0
    characters: int = 0
    cells: int = 0
    places: int = 0

    def element(self) -> None:
        self.elements += 1
        if self.elements > _MOST_ELEMENTS:
            raise TooLarge("文件内部的标记过多")

    def text(self, length: int) -> None:
        self.characters += length
        if self.characters > self.limits.characters:
            raise TooLarge(f"正文超过 {self.limits.characters} 字")

    def cell(self) -> None:
        """A cell or a row as the file has them."""
        self.cells += 1
        if self.cells > 2 * self.limits.cells:
            raise TooLarge(f"表格超过 {self.limits.cells} 格")

    def row(self, columns: int) -> None:
        """A row as it is written, with the places of merged and missing cells."""
        self.places += columns
        if self.places > self.limits.cells:
            raise TooLarge(f"表格超过 {self.limits.cells} 格")


class _Target:
    """What the parser calls. An element inside a skipped one is counted, and told to nobody."""

    def __init__(self, events: Events, spent: Spent) -> None:
        self._events, self._spent, self._skipping = events, spent, 0
        self._path, self._starts, self._ends = events.path, events.starts, events.ends

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._spent.element()
        if self._skipping:
            self._skipping += 1
            return
        name = _short(tag) if len(tag) < _LONGEST_TAG else ""
        self._path.append(name)
        if len(self._path) > _DEPTH:
            raise DamagedFile("文件内部嵌套过深")
        handle = self._starts.get(name)
        if handle is not None and handle(_named(attributes) if attributes else _NONE):
            self._skipping = 1

    def end(self, _: str) -> None:
        if self._skipping:
            self._skipping -= 1
            if not self._skipping:
                self._path.pop()
            return
        handle = self._ends.get(self._path[-1])
        if handle is not None:
            handle()
        self._path.pop()

    def data(self, text: str) -> None:
        if not self._skipping:
            self._events.characters(text)

    def doctype(self, *_: object) -> None:
        # The standard forbids document types in a package (ECMA-376-2, 8.1.4); they carry entities, which only attacks use.
        raise DamagedFile("文件内部含有不允许的文档类型声明")

    def close(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Package:
    """An opened file. Names of parts have no leading slash; they are found whatever their case, as Windows finds them."""

    archive: zipfile.ZipFile
    members: Mapping[str, zipfile.ZipInfo]
    spent: Spent
    _related: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.members

    def walk(self, name: str, events: Events) -> None:
        """Tells ``events`` the part ``name``. Raises DamagedFile where the part is missing or no XML."""
        from lxml import etree

        target = _Target(events, self.spent)
        parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            for chunk in self._chunks(name):
                parser.feed(chunk)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise DamagedFile(f"文件内部的 {posixpath.basename(name)} 已损坏") from error

    def related(self, name: str, kind: str) -> list[str]:
        """Parts that the part ``name`` ("" for the package) refers to as ``kind`` (styles, numbering, header), in order."""
        if name not in self._related:
            folder, file = posixpath.split(name)
            relations = _Relations(folder)
            part = posixpath.join(folder, "_rels", f"{file}.rels")
            if part in self:
                self.walk(part, relations)
            self._related[name] = relations.found
        return [target for each, target in self._related[name] if each == kind and target in self]

    def _chunks(self, name: str) -> Iterator[bytes]:
        member = self.members.get(name.casefold())
        if member is None:
            raise DamagedFile(f"文件缺少内部的 {posixpath.basename(name)}")
        try:
            with self.archive.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, NotImplementedError) as error:
            raise DamagedFile(f"文件内部的 {posixpath.basename(name)} 无法解压") from error
        except RuntimeError as error:
            raise EncryptedFile("文件内部加了密码") from error


class _Relations(Events):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.found: list[tuple[str, str]] = []
        self.starts["pr:Relationship"] = self._relation

    def _relation(self, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
            if len(self.found) >= _MOST_RELATIONS:
                raise TooLarge("文件内部的部件关系过多")
            self.found.append((posixpath.basename(attributes.get("Type", "")), target))


def open_package(data: bytes, limits: Limits) -> Package:
    """Opens the bytes of a file, having checked what its members would take (``limits`` in bytes, ratio and number).

    Raises UnreadableFile, UnsupportedFormat, EncryptedFile, DamagedFile or TooLarge.
    """
    _told_apart(data, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError, OverflowError) as error:
        raise DamagedFile("文件不完整或已损坏,打不开") from error
    members = archive.infolist()
    if sum(member.file_size for member in members) > limits.expanded:
        raise TooLarge(f"文件展开后超过 {limits.expanded} 字节")
    for member in members:
        if member.file_size > limits.small and member.file_size > member.compress_size * limits.ratio:
            raise TooLarge("文件压缩得异常,疑为压缩炸弹", advice="请用 Word 或 WPS 打开后另存为 docx,再提交。")
        if member.flag_bits & 1:
            raise EncryptedFile("文件内部加了密码")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DamagedFile("文件内部的压缩方式不合规定")
    names = {member.filename.replace("\\", "/").lstrip("/").casefold(): member for member in members}
    return Package(archive, names, Spent(limits))


def _told_apart(data: bytes, limits: Limits) -> None:
    """Refuses by the look of the bytes what is no package, or one that would be costly only to list."""
    if not data:
        raise UnreadableFile("文件为空", advice="请提交含有正文的文件。")
    if len(data) > limits.bytes:
        raise TooLarge(f"文件超过 {limits.bytes} 字节")
    if data.startswith(OLE):
        if SEALED in data:
            raise EncryptedFile("文件加了密码或使用权限")
        raise UnsupportedFormat("这是旧版 Office 文件,不是 docx", advice="请用 Word 或 WPS 另存为 docx 后再提交。")
    if not data.startswith(b"PK"):
        raise UnsupportedFormat("这不是 docx 文件")
    if data.count(_CENTRAL_HEADER) > limits.members:
        raise TooLarge(f"文件内部超过 {limits.members} 个部件")
