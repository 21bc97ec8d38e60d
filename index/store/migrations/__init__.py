"""Alembic: the schema's history. ``upgrade`` runs at every opening; revisions are only ever added."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

# Its own version table leaves ``alembic_version`` to the storey above, which keeps its own tables in the same database.
VERSION_TABLE = "index_version"


def upgrade(connection: Connection) -> None:
    """Brings the schema to the newest revision inside the caller's transaction.

    Raises alembic.util.CommandError where the database is of a newer version than this program.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
