"""The writer without a model: the reports' own clauses, chosen and cut out, with what governs them said.

Every sentence is verbatim save for its lead-in and for the status (预计数, 目标) that stood outside the clause.
"""

from __future__ import annotations

from service.extractive.composed import Composed, Composition, Place
from service.extractive.composing import compose

__all__ = ["Composed", "Composition", "Place", "compose"]
