import threading
import time

import pytest

from index import precedence as module
from index.precedence import Precedence, stepwise


def waited(precedence: Precedence, *, worked: float = 0.05) -> float:
    """Seconds that a step of storing waits which took so long itself."""
    precedence.give_way()
    time.sleep(worked)
    began = time.monotonic()
    precedence.give_way()
    return time.monotonic() - began


def test_where_nothing_is_asked_storing_goes_on_at_once() -> None:
    precedence = Precedence()
    with precedence.asked():
        pass
    assert waited(precedence) < 0.1


def test_storing_waits_until_the_last_question_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 1e6)
    monkeypatch.setattr(module, "_LONGEST", 30.0)
    precedence, answered = Precedence(), [threading.Event(), threading.Event()]
    entered = threading.Barrier(3)

    def question(number: int) -> None:
        with precedence.asked():
            entered.wait(5)
            answered[number].wait(30)

    askers = [threading.Thread(target=question, args=[number]) for number in range(2)]
    storing = threading.Thread(target=precedence.give_way)
    for each in askers:
        each.start()
    entered.wait(5)
    storing.start()
    answered[0].set()
    askers[0].join()
    storing.join(0.05)
    assert storing.is_alive()
    answered[1].set()
    askers[1].join()
    storing.join(5)
    assert not storing.is_alive()


def test_a_question_without_end_does_not_stop_storing() -> None:
    precedence = Precedence()
    with precedence.asked():
        assert 0.1 < waited(precedence, worked=0.04) < 5


def test_a_question_that_fails_is_over() -> None:
    precedence = Precedence()
    try:
        with precedence.asked():
            raise LookupError
    except LookupError:
        pass
    assert waited(precedence) < 0.1


def test_values_are_all_made_in_order_with_a_stop_at_every_hundred() -> None:
    stops: list[None] = []
    assert stepwise(iter(range(250)), lambda: stops.append(None)) == list(range(250))
    assert len(stops) == 2
