"""Packages that are zip files of XML (xlsx, ofd): opened only when what they would expand to is within bounds."""

from __future__ import annotations

import lzma
import struct
import zlib
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from index.errors import DamagedFile, EncryptedFile, TooLarge
from index.readers.document import Limits

_ENCRYPTED = 1
_BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, NotImplementedError, OSError, ValueError, RuntimeError)


class Member:
    """A member of a package while it is read; damage met on the way is told as DamagedFile."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream, self._name = stream, name

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read(size)
        except _BROKEN as error:
            raise DamagedFile(f"文件内的 {self._name} 已损坏") from error


class Package:
    """A zip file by its members' names: slashes either way, letters of either case, without a leading slash."""

    def __init__(self, data: bytes, limits: Limits, *, named: str) -> None:
        """``named`` is what the package is, for messages. Raises DamagedFile, EncryptedFile, TooLarge."""
        try:
            self._archive = ZipFile(BytesIO(data))
            members = self._archive.infolist()
        except _BROKEN as error:
            raise DamagedFile(f"{named}文件不完整或已损坏") from error
        _bounded(members, limits, named)
        self._members = {_key(each.filename): each for each in members}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def count(self, folder: str) -> int:
        """Members in a folder."""
        return sum(1 for name in self._members if name.startswith(_key(folder)) and not name.endswith("/"))

    def open(self, name: str) -> Member:
        """The member of that name; raises DamagedFile where there is none."""
        member = self._members.get(_key(name))
        if member is None:
            raise DamagedFile(f"文件内缺少 {name[-80:]}")
        try:
            return Member(self._archive.open(member), name[-80:])
        except _BROKEN as error:
            raise DamagedFile(f"文件内的 {name[-80:]} 已损坏") from error


def resolved(base: str, target: str) -> str:
    """A path inside a package as seen from the member ``base``: ../ and ./ taken away, a leading slash is the root."""
    steps = [] if target.startswith(("/", "\\")) else base.replace("\\", "/").split("/")[:-1]
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _bounded(members: list[ZipInfo], limits: Limits, named: str) -> None:
    if len(members) > limits.members:
        raise TooLarge(f"{named}文件内有{len(members)}个部件,超过上限{limits.members}")
    if sum(each.file_size for each in members) > limits.expanded:
        raise TooLarge(f"{named}文件解压后超过{limits.expanded // 1_000_000}MB")
    for each in members:
        if each.file_size > limits.small and each.file_size > limits.ratio * max(1, each.compress_size):
            raise TooLarge(f"{named}文件的压缩比异常(超过{limits.ratio}倍)")
        if each.flag_bits & _ENCRYPTED:
            raise EncryptedFile(f"{named}文件已加密")
        if each.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DamagedFile(f"{named}文件用了不认识的压缩方式")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
