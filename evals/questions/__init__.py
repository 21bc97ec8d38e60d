"""Questions of our own over the shipped reports, asked as analysts ask; scored strictly, beside two plain retrievers.

``questions.jsonl`` holds one question a line, its labels read from the reports before anything answered it. Half of every type is
for building (``dev``), half only for measuring (``held``), drawn at random once. ``README.md`` says by what rules it is scored.
"""
