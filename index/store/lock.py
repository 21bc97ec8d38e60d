"""One process owns an embedded store. The lock is the kernel's (flock), so a killed owner leaves nothing to clean up;
the file's content only says who owns it and at which HTTP address it answers.
"""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

from index.errors import StoreLocked

_held: set[int] = set()


class OwnerLock:
    """Held from construction to ``release``. Raises StoreLocked, with the owner's address where it announced one."""

    def __init__(self, path: Path, *, address: str | None = None) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _read(self._descriptor)
            os.close(self._descriptor)
            raise _refusal(path, owner) from None
        _held.add(self._descriptor)
        self.announce(address)

    def announce(self, address: str | None) -> None:
        line = json.dumps({"pid": os.getpid(), "address": address}).encode() + b"\n"
        # One write, then the cut: a reader in between still finds a whole first line.
        os.pwrite(self._descriptor, line, 0)
        os.ftruncate(self._descriptor, len(line))

    def release(self) -> None:
        if self._descriptor in _held:
            _held.discard(self._descriptor)
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)


def _read(descriptor: int) -> dict[str, object]:
    try:
        owner = json.loads(os.pread(descriptor, 4096, 0).partition(b"\n")[0])
    except ValueError:
        return {}
    return owner if isinstance(owner, dict) else {}


def _refusal(path: Path, owner: dict[str, object]) -> StoreLocked:
    address, pid = owner.get("address"), owner.get("pid")
    who = f"进程 {pid}" if pid else "另一个进程"
    where = f",服务地址 {address}" if address else ""
    return StoreLocked(
        f"数据目录 {path.parent} 正由{who}使用{where}",
        address=address if isinstance(address, str) else None,
        advice="一个数据目录同时只能由一个进程使用:请改用已在运行的服务,或先停止它,或用 ZONEBRIEF_DATA 指定另一个目录。",
    )


def _let_go_in_child() -> None:
    # A forked child shares the lock and would hold it on after its parent is killed.
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_let_go_in_child)
