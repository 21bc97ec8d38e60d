"""Where reports and everything derived from them are kept. ``open_store`` is the only way in."""

from __future__ import annotations

from pathlib import Path

from index.errors import InvalidSettings
from index.precedence import GiveWay, at_once
from index.store.base import RESTORE_WINDOW, Store, Tally, ZoneEntry
from index.store.local import LocalStore

__all__ = ["RESTORE_WINDOW", "Store", "Tally", "ZoneEntry", "open_store"]


def open_store(
    url: str, *, folder: Path, embedder_identity: str, dimensions: int, address: str | None = None, give_way: GiveWay = at_once
) -> Store:
    """Opens the store, its schema brought up to date and what a crash left undone.

    ``url`` empty is the embedded engine in ``folder``. ``address`` is told to processes that find the store taken.
    ``give_way`` is called between steps of storing a report.
    Raises InvalidSettings for any other engine, StoreLocked where another process owns the folder, StoreDamaged where
    the data cannot be read.
    """
    if not url:
        return LocalStore(folder, embedder_identity=embedder_identity, dimensions=dimensions, address=address, give_way=give_way)
    engine = url.partition(":")[0].partition("+")[0]
    if engine in ("postgresql", "postgres"):
        raise InvalidSettings(
            "ZONEBRIEF_STORE_URL 指向 PostgreSQL,但本版本不含 PostgreSQL 引擎",
            advice="请清空 ZONEBRIEF_STORE_URL,使用内置存储(数据在 ZONEBRIEF_DATA 目录)。",
        )
    # Only the scheme is repeated: the rest of the address may hold a password.
    raise InvalidSettings(
        f"ZONEBRIEF_STORE_URL 的类型 {engine[:20]!r} 不受支持", advice="请清空 ZONEBRIEF_STORE_URL,使用内置存储。"
    )
