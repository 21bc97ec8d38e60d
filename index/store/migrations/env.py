"""Run by Alembic, on the connection that ``upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from index.store.migrations import VERSION_TABLE
from index.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # SQLite rolls table changes back as well, once the driver opens transactions itself (see local.py).
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
