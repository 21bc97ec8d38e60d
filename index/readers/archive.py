"""Archives -> their members as files of a folder. Names of members are labels and never paths; everything is bounded.

Members of archives inside are taken too, to a depth; what the system puts in (__MACOSX, .DS_Store, Thumbs.db) is left out.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from index.errors import DamagedFile, EncryptedFile, TooLarge, ZoneBriefError
from index.readers.document import USUAL, Limits
from index.readers.kinds import ZIP_MARKS, Kind, zip_kind

_BLOCK = 1 << 16
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_LONGEST_NAME = 200
_OF_THE_SYSTEM = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$", "._")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. ``error`` stands where it could not be taken out, and then there is no file at ``path``."""

    name: str
    path: Path
    error: ZoneBriefError | None = None


def expand(archive: Path, folder: Path, limits: Limits = USUAL) -> list[Member]:
    """Takes the files of an archive out into ``folder``, which must exist, in the archive's own order.

    Raises DamagedFile, EncryptedFile (all of it is locked) and TooLarge, having left nothing behind.
    """
    taken: list[Member] = []
    left = [limits.expanded]
    try:
        for member in _members(archive, folder, limits, left, depth=1, before=""):
            taken.append(member)
            if len(taken) > limits.members:
                raise TooLarge(f"压缩包里的文件超过 {limits.members} 个")
    except BaseException:
        for each in taken:
            each.path.unlink(missing_ok=True)
        raise
    if not taken:
        raise DamagedFile("压缩包里没有文件", advice="请核对压缩包的内容后重新提交。")
    if all(isinstance(each.error, EncryptedFile) for each in taken):
        raise EncryptedFile("压缩包设有密码")
    return taken


def _members(archive: Path, folder: Path, limits: Limits, left: list[int], *, depth: int, before: str) -> Iterator[Member]:
    """``left`` holds the one number of bytes that may still be written; ``before`` is the name of the archive around."""
    try:
        with zipfile.ZipFile(archive) as opened:
            infos = opened.infolist()
            if len(infos) > limits.members:
                raise TooLarge(f"压缩包里的文件超过 {limits.members} 个")
            for number, info in enumerate(infos):
                name = _name_of(info)
                # Not is_dir(), which fails on an empty name.
                if info.filename.endswith("/") or _of_the_system(name) or _is_link(info):
                    continue
                # Flat and numbered: a path of the archive's own choosing is never opened.
                # The x keeps them from the names that members take once all are known.
                path = folder / f"{archive.name}.x{number:06d}"
                member = _taken(opened, info, Member(f"{before}{name}", path), limits, left)
                if member.error is not None or not is_archive(path):
                    yield member
                    continue
                yield from _inside(member, folder, limits, left, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise DamagedFile("压缩包已损坏或不完整", advice="请重新打包或重新下载后再提交。") from error


def _inside(member: Member, folder: Path, limits: Limits, left: list[int], depth: int) -> Iterator[Member]:
    """The members of an archive inside an archive, or the error that it gave instead of them."""
    if depth >= limits.nesting:
        member.path.unlink(missing_ok=True)
        yield Member(member.name, member.path, TooLarge(f"压缩包套了超过 {limits.nesting} 层"))
        return
    try:
        yield from _members(member.path, folder, limits, left, depth=depth + 1, before=f"{member.name}/")
    except DamagedFile as error:
        yield Member(member.name, member.path, error)
    finally:
        member.path.unlink(missing_ok=True)


def _taken(opened: zipfile.ZipFile, info: zipfile.ZipInfo, member: Member, limits: Limits, left: list[int]) -> Member:
    if info.flag_bits & _ENCRYPTED:
        return Member(member.name, member.path, EncryptedFile("文件设有密码"))
    try:
        with opened.open(info) as source, member.path.open("xb") as target:
            _copy(source, target, info, limits, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        member.path.unlink(missing_ok=True)
        return Member(member.name, member.path, DamagedFile("文件在压缩包中已损坏"))
    except BaseException:
        member.path.unlink(missing_ok=True)
        raise
    return member


def _copy(source: IO[bytes], target: IO[bytes], info: zipfile.ZipInfo, limits: Limits, left: list[int]) -> None:
    """Counts what really comes out: the size that an archive states of a member is its own word."""
    written = 0
    packed = max(1, info.compress_size)
    while block := source.read(_BLOCK):
        written += len(block)
        left[0] -= len(block)
        if left[0] < 0:
            raise TooLarge(f"压缩包展开后超过 {limits.expanded // 1_000_000} MB")
        if written > limits.bytes:
            raise TooLarge(f"压缩包里有文件超过 {limits.bytes // 1_000_000} MB")
        if written > limits.small and written > packed * limits.ratio:
            raise TooLarge("压缩包的压缩比异常,可能是压缩炸弹", advice="请解压后逐个提交。")
        target.write(block)


def _name_of(info: zipfile.ZipInfo) -> str:
    """The member's name as a label. Without the flag for utf-8, Chinese archives mean gb18030 and not cp437."""
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..") and not part.endswith(":")]
    plain = "".join(letter if letter.isprintable() else "_" for letter in "/".join(parts))
    return plain[-_LONGEST_NAME:] or "无名文件"


def _of_the_system(name: str) -> bool:
    return name.startswith(_OF_THE_SYSTEM) or name.rpartition("/")[2].startswith(_OF_THE_SYSTEM)


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def is_archive(path: Path) -> bool:
    """Whether a file is a plain zip, and no document that happens to be one."""
    with path.open("rb") as opened:
        if opened.read(4) not in ZIP_MARKS:
            return False
        opened.seek(0)
        return zip_kind(opened) is Kind.ZIP
