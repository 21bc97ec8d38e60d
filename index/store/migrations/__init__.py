"""Alembic: the schema's history. ``upgrade`` runs at every opening; revisions are only ever added."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from index.errors import StoreDamaged

# Its own version table leaves ``alembic_version`` to the storey above, which keeps its own tables in the same database.
VERSION_TABLE = "index_version"


def upgrade(connection: Connection) -> None:
    """Brings the schema to the newest revision inside the caller's transaction.

    Raises StoreDamaged where the database is of a newer version than this program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreDamaged(f"数据库版本与程序不符({error})", advice="数据由较新的版本写成:请升级 zonebrief。") from error
