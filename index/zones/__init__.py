"""Zone identity by evidence: which zone a report speaks of, where it lies, and which zones a question speaks of."""

from __future__ import annotations

from index.zones.identify import UNKNOWN, core_of, identify, same_zone
from index.zones.joining import joined
from index.zones.mentions import Mention, mentioned, named_elsewhere, place_words

__all__ = ["UNKNOWN", "Mention", "core_of", "identify", "joined", "mentioned", "named_elsewhere", "place_words", "same_zone"]
