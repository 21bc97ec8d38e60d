"""Alembic branch of the service's own tables; its version table stands beside the store's."""
