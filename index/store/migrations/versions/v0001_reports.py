"""Reports and what is derived from them.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "reports",
        _number(),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("content_hash", sa.String, nullable=False, unique=True),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("removed_at", sa.String),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("zone", sa.String, nullable=False, index=True),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("kind", sa.String, nullable=False, index=True),
        sa.Column("chunk_count", sa.Integer, nullable=False),
        sa.Column("observation_count", sa.Integer, nullable=False),
        sa.Column("finding_count", sa.Integer, nullable=False),
        sa.Column("collection_id", sa.String, index=True),
        sa.Column("owner", sa.String),
        sa.Column("job_id", sa.String),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("raw", sa.Text, nullable=False),
        sa.Column("alignment", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "originals",
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "chunks",
        _number(),
        sa.Column("id", sa.String, nullable=False, unique=True),
        _report_id(),
        sa.Column("indexed", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "observations",
        _number(),
        sa.Column("id", sa.String, nullable=False, unique=True),
        _report_id(),
        sa.Column("zone", sa.String, nullable=False, index=True),
        sa.Column("indicator", sa.String, nullable=False, index=True),
        sa.Column("as_written", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "findings",
        _number(),
        sa.Column("id", sa.String, nullable=False, unique=True),
        _report_id(),
        sa.Column("fingerprint", sa.String, nullable=False, index=True),
        sa.Column("result", sa.String, nullable=False),
        sa.Column("decision", sa.String),
        sa.Column("note", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "unwanted_vectors",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Terms arrive segmented and joined by spaces; the marks keep 9.7%, 1-6 and 2.5 whole.
        op.execute(
            "CREATE VIRTUAL TABLE chunks_fts USING fts5(terms, tokenize=\"unicode61 remove_diacritics 0 tokenchars '.%-'\")"
        )


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=True)


def _report_id() -> sa.Column[str]:
    return sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True)
