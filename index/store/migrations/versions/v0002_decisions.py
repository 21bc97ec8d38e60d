"""Decisions apart from findings: they outlive a finding that is gone for a while, as one half of it was removed.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("report_id", sa.String, sa.ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("decision", sa.String),
        sa.Column("note", sa.Text),
    )
    op.execute(
        "INSERT OR IGNORE INTO decisions (report_id, fingerprint, decision, note) SELECT report_id, fingerprint, decision, note "
        "FROM findings WHERE decision IS NOT NULL OR note IS NOT NULL"
    )
    op.drop_column("findings", "decision")
    op.drop_column("findings", "note")
