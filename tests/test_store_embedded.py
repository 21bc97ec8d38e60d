"""What only the embedded engine promises: its owner, its files, its schema, and what doctor finds and mends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_writer import opened
from sample_reports import EMBEDDER, sample
from sqlalchemy import create_engine, inspect

from index.errors import InvalidSettings, StoreDamaged, StoreLocked
from index.store import open_store
from index.store.local import LocalStore
from index.store.migrations import VERSION_TABLE, upgrade
from index.store.tables import metadata

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "数据 100%" / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[LocalStore]:
    store = opened(folder)
    yield store
    store.close()


def execute(store: LocalStore, statement: str) -> None:
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)


# Which engine


@pytest.mark.parametrize(
    "url", ["postgresql://user:secret@host/db", "postgresql+psycopg://user:secret@host/db", "postgres://host/db"]
)
def test_postgresql_is_refused_with_the_way_out_and_without_the_password(url: str, folder: Path) -> None:
    with pytest.raises(InvalidSettings) as caught:
        open_store(url, folder=folder, embedder_identity="x", dimensions=4)
    assert "PostgreSQL" in caught.value.message
    assert "ZONEBRIEF_STORE_URL" in caught.value.advice
    assert "secret" not in caught.value.message
    assert not folder.exists()


@pytest.mark.parametrize("url", ["mysql://user:secret@host/db", "./data", "sqlite:///x.db"])
def test_another_engine_is_refused(url: str, folder: Path) -> None:
    with pytest.raises(InvalidSettings, match="不受支持") as caught:
        open_store(url, folder=folder, embedder_identity="x", dimensions=4)
    assert "secret" not in caught.value.message


# One owner


def test_a_second_opener_is_refused_and_told_where_the_owner_answers(store: LocalStore, folder: Path) -> None:
    with pytest.raises(StoreLocked) as caught:
        opened(folder)
    assert caught.value.address is None
    assert f"进程 {os.getpid()}" in caught.value.message
    store.announce("http://127.0.0.1:8000/a-rather-long-address")
    store.announce("http://127.0.0.1:8000")
    with pytest.raises(StoreLocked) as caught:
        opened(folder)
    assert caught.value.address == "http://127.0.0.1:8000"


def test_another_process_is_refused_too(store: LocalStore, folder: Path) -> None:
    store.announce("http://127.0.0.1:8123")
    program = f"""
from pathlib import Path
from index.errors import StoreLocked
from index.store import open_store
try:
    open_store("", folder=Path({str(folder)!r}), embedder_identity="x", dimensions=4)
except StoreLocked as error:
    print(error.address)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT, timeout=30)
    assert done.stdout.strip() == "http://127.0.0.1:8123"


def test_closing_frees_the_folder_and_twice_is_no_error(store: LocalStore, folder: Path) -> None:
    store.close()
    store.close()
    opened(folder).close()


@pytest.mark.parametrize("left", [b"", b"\x00\xff", b"[1]\n", b'{"pid": 1, "address": "http://gone"}\n'])
def test_what_a_killed_owner_left_in_the_lock_file_does_no_harm(folder: Path, left: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "owner.lock").write_bytes(left)
    store = opened(folder)
    with pytest.raises(StoreLocked) as caught:
        opened(folder)
    assert caught.value.address is None
    store.close()


def test_a_forked_worker_does_not_hold_the_folder_when_its_parent_is_gone(folder: Path) -> None:
    program = f"""
import os, sys, time
from pathlib import Path
from index.store import open_store
open_store("", folder=Path({str(folder)!r}), embedder_identity="x", dimensions=4)
worker = os.fork()
if worker == 0:
    os.write(1, b"%d" % os.getpid())
    os.close(1)
    time.sleep(30)
time.sleep(0.2)
os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=False, cwd=ROOT, timeout=30)
    worker = int(done.stdout)
    try:
        os.kill(worker, 0)
        opened(folder).close()
    finally:
        os.kill(worker, 9)


# Schema


def described(path: Path, *, migrated: bool) -> dict[str, object]:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        if migrated:
            upgrade(connection)
        else:
            metadata.create_all(connection)
        look = inspect(connection)
        names = [name for name in look.get_table_names() if name != VERSION_TABLE and not name.startswith("chunks_fts")]
        tables = {
            name: (
                [{**column, "type": str(column["type"])} for column in look.get_columns(name)],
                look.get_pk_constraint(name),
                look.get_foreign_keys(name),
                sorted(look.get_indexes(name), key=str),
                sorted(look.get_unique_constraints(name), key=str),
                look.get_table_options(name),
            )
            for name in names
        }
    engine.dispose()
    return {"names": set(names), **tables}


def test_the_migrated_schema_is_the_declared_one(tmp_path: Path) -> None:
    migrated, declared = (described(tmp_path / str(way), migrated=way) for way in (True, False))
    assert migrated == declared
    assert migrated["names"] == set(metadata.tables)


def test_a_store_of_a_newer_version_is_refused_untouched(store: LocalStore, folder: Path) -> None:
    execute(store, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    store.close()
    with pytest.raises(StoreDamaged) as caught:
        opened(folder)
    assert "升级" in caught.value.advice
    with pytest.raises(StoreDamaged):
        opened(folder)


def test_a_file_that_is_no_database_is_named_damaged_and_left_alone(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "library.sqlite3").write_bytes(b"not a database, but long enough to be looked at as one" * 100)
    for _ in range(2):
        with pytest.raises(StoreDamaged) as caught:
            opened(folder)
        assert "doctor" in caught.value.advice
    assert (folder / "library.sqlite3").read_bytes().startswith(b"not a database")


def test_pages_lost_while_running_are_named_damaged(store: LocalStore, folder: Path) -> None:
    for number in range(1, 30):
        sample(number).save_to(store)
    store.close()
    content = bytearray((folder / "library.sqlite3").read_bytes())
    content[4096 * 3 :] = os.urandom(len(content) - 4096 * 3)
    (folder / "library.sqlite3").write_bytes(content)
    with pytest.raises(StoreDamaged):
        opened(folder).observations()


# Nothing stays


def test_a_purged_report_leaves_no_trace_in_any_table_or_file(store: LocalStore, folder: Path) -> None:
    sample(1).save_to(store)
    sample(987654321, extra="其中Zirconia瓷土项目").save_to(store)
    sample(987654321, extra="其中Zirconia陶瓷项目").save_to(store)
    store.report("r987654321")
    marks = [b"987654321", b"irconia", "瓷土".encode(), "陶瓷".encode(), "陶瓷".encode("gb18030")]
    assert [mark for mark in marks if traces(folder, mark)] == marks
    with store.engine.connect() as connection:
        # Somebody else is connected, as in a server: the log is not tidied up by the last one leaving.
        connection.rollback()
        store.purge("r987654321")
        assert [mark for mark in marks if traces(folder, mark)] == []
    with store.engine.connect() as connection:
        for table in metadata.tables.values():
            rows = connection.execute(table.select()).all()
            assert "987654321" not in str(rows), table.name
    assert [mark for mark in marks if traces(folder, mark)] == []
    assert store.check() == []
    store.close()
    assert [mark for mark in marks if traces(folder, mark)] == []


def traces(folder: Path, mark: bytes) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and mark in file.read_bytes()]


# Doctor


@pytest.mark.parametrize(
    ("harm", "problem", "mended"),
    [
        ("DELETE FROM chunks_fts WHERE rowid = 1", "1 个片段不在全文索引中", True),
        ("INSERT INTO chunks_fts(rowid, terms) VALUES (99, '多余')", "全文索引中有 1 个多余条目", True),
        ("DELETE FROM originals", "报告 r1:缺少原件", False),
        ("DELETE FROM observations WHERE id = 'r1.o2'", "报告 r1:应有 2 条指标值,实有 1 条", False),
        ("DELETE FROM findings", "报告 r1:应有 1 条勾稽问题,实有 0 条", False),
        ("UPDATE reports SET body = '{'", "报告 r1:内容无法读出(JSONDecodeError)", False),
        ("UPDATE reports SET text = substr(text, 1, 12)", "报告 r1:片段越出正文", False),
        ("UPDATE reports SET text = replace(text, '园区', '乡镇')", "报告 r1:指标值的引文与正文不符", False),
    ],
)
def test_doctor_finds_what_is_wrong_and_mends_what_can_be(store: LocalStore, harm: str, problem: str, mended: bool) -> None:
    sample(1).save_to(store)
    execute(store, harm)
    assert problem in store.check()
    assert problem in store.check(repair=True)
    assert (problem not in store.check()) == mended


def test_rows_of_no_report_are_found(store: LocalStore) -> None:
    sample(1).save_to(store)
    with store.engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("DELETE FROM reports")
        driver.execute("PRAGMA foreign_keys = ON")
    assert "表 findings 中有不属于任何报告的记录" in store.check()


def test_an_index_of_words_torn_apart_is_rebuilt(store: LocalStore) -> None:
    sample(1).save_to(store)
    execute(store, "DELETE FROM chunks_fts_data WHERE id > 10")
    assert "全文索引已损坏" in store.check(repair=True)
    assert store.check() == []
    assert store.lexical(["总产值"], report_ids=None, limit=9)


def test_vectors_lost_or_too_many_are_found_and_put_right(store: LocalStore) -> None:
    sample(1).save_to(store)
    execute(store, "UPDATE chunks SET number = 77 WHERE id = 'r1.1'")
    execute(store, "UPDATE chunks_fts SET rowid = 77 WHERE rowid = 2")
    found = ["1 个片段没有向量,请运行 zonebrief reindex", "向量索引中有 1 个多余条目"]
    assert store.check() == found
    assert len(store.nearest(EMBEDDER.embed_query("项目"), report_ids=["r1"], limit=9)) == 1
    assert store.check(repair=True) == found
    put_missing(store)
    assert store.check() == []


@pytest.mark.parametrize("file", ["chroma.sqlite3", "data_level0.bin", "header.bin"])
def test_a_damaged_vector_index_is_rebuilt_from_the_truth(store: LocalStore, folder: Path, file: str) -> None:
    for number in range(1, 4):
        sample(number).save_to(store)
    store.close()
    for damaged in (folder / "vectors").rglob(file):
        damaged.write_bytes(os.urandom(damaged.stat().st_size))
    again = opened(folder)
    if file == "chroma.sqlite3":
        with pytest.raises(StoreDamaged, match="向量索引"):
            again.nearest(EMBEDDER.embed_query("项目"), report_ids=None, limit=3)
    assert again.report("r1") == sample(1).report
    assert again.lexical(["总产值"], report_ids=None, limit=9)
    again.check(repair=True)
    put_missing(again)
    assert again.check() == []
    assert len(again.nearest(EMBEDDER.embed_query("项目"), report_ids=None, limit=9)) == 6
    again.close()


def test_the_vector_folder_may_be_deleted_at_any_time(store: LocalStore, folder: Path) -> None:
    sample(1).save_to(store)
    store.close()
    for file in sorted((folder / "vectors").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    again = opened(folder)
    assert again.check() == ["2 个片段没有向量,请运行 zonebrief reindex"]
    put_missing(again)
    assert again.check() == []
    again.close()


def put_missing(store: LocalStore) -> None:
    store.put_vectors([(chunk_id, EMBEDDER.embed_query(text)) for chunk_id, text in store.missing_vectors()])


def test_opening_a_store_does_not_load_the_vector_library(folder: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from index.store import open_store
store = open_store("", folder=Path({str(folder)!r}), embedder_identity="x", dimensions=4)
store.reports(), store.zones(), store.close()
print("chromadb" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT, timeout=30)
    assert done.stdout.strip() == "False"
