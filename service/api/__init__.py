"""The HTTP contract: one resource a file, ``create_app`` in ``app``."""
