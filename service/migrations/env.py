"""Run by Alembic with an open connection in ``config.attributes``; there is no offline mode."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table="service_version")
with context.begin_transaction():
    context.run_migrations()
