"""The files of a job: what waits, what was read, what could not be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_files",
        sa.Column("job_id", sa.String(64), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.String(80), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("given", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("report_id", sa.String(64)),
        sa.Column("error", sa.Text),
    )


def downgrade() -> None:
    op.drop_table("job_files")
