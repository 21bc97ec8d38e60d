"""A store of an earlier version opens with all that was in it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from crash_writer import opened
from sample_reports import sample
from sqlalchemy import create_engine

from index.store import migrations
from index.store.rows import finding_row, report_row


def test_decisions_made_before_they_had_a_table_of_their_own_are_kept(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'library.sqlite3'}")
    each = sample(1)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = report_row(each.report) | {
            "state": "visible", "revision": 1, "chunk_count": 0, "observation_count": 0, "finding_count": 1,
        }  # fmt: skip
        del row["places"]  # a later column
        for table, values in (
            ("reports", row),
            ("originals", {"report_id": "r1", "data": b"x"}),
            ("findings", finding_row(each.findings[0]) | {"decision": "dismissed", "note": "口径不同"}),
        ):
            names = ", ".join(values)
            marks = ", ".join("?" for _ in values)
            cells = tuple(str(value) if hasattr(value, "isoformat") else value for value in values.values())
            connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", cells)
    engine.dispose()
    store = opened(tmp_path)
    (finding,) = store.findings("r1")
    assert (finding.decision, finding.note) == ("dismissed", "口径不同")
    assert store.check() == []
    store.close()
