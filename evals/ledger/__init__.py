"""The ledger (指标值台账) against sentences written and labelled for it: every surface pattern, every field of an observation.

``sentences.jsonl`` holds one sentence a line. The labels were read from the sentences before any extractor saw them; ``README.md``
says by what rules. Half of the sentences are for building (``dev``), half only for measuring (``held``).
"""
