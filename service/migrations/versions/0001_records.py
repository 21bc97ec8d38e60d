"""Briefings, the reports they cite, jobs and idempotency keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = ("service",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "briefings",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created", sa.String(40), nullable=False, index=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "briefing_reports",
        sa.Column("briefing_id", sa.String(64), sa.ForeignKey("briefings.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("report_id", sa.String(64), primary_key=True, index=True),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("created", sa.String(40), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("created", sa.String(40), nullable=False, index=True),
        sa.Column("status", sa.Integer),
        sa.Column("made", sa.String(80)),
    )


def downgrade() -> None:
    for table in ("idempotency_keys", "jobs", "briefing_reports", "briefings"):
        op.drop_table(table)
