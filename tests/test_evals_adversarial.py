"""A slice of the measurement of lies: what a lying model writes is never shown."""

import pytest

from evals.adversarial import run
from evals.corruption import SPOILS, tallies


@pytest.mark.slow
def test_no_lie_of_a_model_is_shown() -> None:
    outcome = run(8, invented=1, seeds=False)
    assert outcome.questions == 8
    assert sum(outcome.told.values()) > 10
    assert outcome.told["obeyed"]
    assert (outcome.shown, outcome.loose) == ([], [])


def test_every_kind_of_lie_is_caught_and_the_truth_passes() -> None:
    found = tallies(2, 60, seeds=False)["zonebrief"]
    assert set(SPOILS) <= set(found.asked)
    assert found.wrong == []
