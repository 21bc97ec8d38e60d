"""The one schema. SQLite and any later engine share it; the full-text table is the engine's own (see ``migrations``).

``body`` holds the domain value (see ``codec``); columns beside it repeat what filters and joins need, or hold the parts
that are long (text, raw, alignment) or read alone (identity).
``number`` columns are never reused: cursors and vectors are keyed by them.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[int]:
    return Column("number", Integer, primary_key=True, autoincrement=True)


def _report_id() -> Column[str]:
    return Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True)


meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    Column("content_hash", String, nullable=False, unique=True),
    # 'visible' or 'removed'. There is no half-saved state: see LocalStore.save.
    Column("state", String, nullable=False, index=True),
    # UTC, ISO; set while removed.
    Column("removed_at", String),
    # Rises with every change of the report, so that a reader's cached value is known to be stale.
    Column("revision", Integer, nullable=False),
    Column("zone", String, nullable=False, index=True),
    Column("period_start", Date),
    # Null beside a period_start is an open period.
    Column("period_end", Date),
    Column("kind", String, nullable=False, index=True),
    Column("chunk_count", Integer, nullable=False),
    Column("observation_count", Integer, nullable=False),
    Column("finding_count", Integer, nullable=False),
    # Room for groups of reports, owners and background jobs; no code of this storey reads them.
    Column("collection_id", String, index=True),
    Column("owner", String),
    Column("job_id", String),
    Column("identity", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("alignment", LargeBinary, nullable=False),
    # Null for a file that is itself text.
    Column("places", LargeBinary),
    sqlite_autoincrement=True,
)

# Apart from reports, so that scans do not drag large pages along.
originals = Table(
    "originals",
    metadata,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    _report_id(),
    # Heading path and text: what is searched and embedded.
    Column("indexed", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

observations = Table(
    "observations",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    _report_id(),
    Column("zone", String, nullable=False, index=True),
    Column("indicator", String, nullable=False, index=True),
    Column("as_written", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("status", String, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("quote", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    _report_id(),
    Column("fingerprint", String, nullable=False, index=True),
    Column("result", String, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Apart from findings: a decision outlives a finding that is gone for a while, as one half of it was removed.
decisions = Table(
    "decisions",
    metadata,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String, primary_key=True),
    Column("decision", String),
    Column("note", Text),
)

# Chunk numbers whose vectors may exist but are not, or no longer, wanted: written before vectors are added and when chunks
# go, emptied once the vector index agrees. What a crash leaves here is swept at the next opening.
unwanted_vectors = Table("unwanted_vectors", metadata, Column("number", Integer, primary_key=True, autoincrement=False))

# The last chunk number handed out, also to saves that were never finished.
LAST_CHUNK = "last_chunk"
