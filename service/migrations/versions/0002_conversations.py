"""Kept conversations, their turns, and the reports each turn quotes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created", sa.String(40), nullable=False, index=True),
        sa.Column("title", sa.Text, nullable=False),
    )
    op.create_table(
        "conversation_turns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "conversation_id", sa.String(64), sa.ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
        ),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )
    op.create_table(
        "conversation_reports",
        sa.Column("turn_id", sa.Integer, sa.ForeignKey("conversation_turns.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("report_id", sa.String(64), primary_key=True, index=True),
    )


def downgrade() -> None:
    for table in ("conversation_reports", "conversation_turns", "conversations"):
        op.drop_table(table)
