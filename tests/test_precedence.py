import threading
import time

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
    assert waited(precedence) < 0.02


def test_storing_waits_until_the_last_question_is_answered() -> None:
    precedence = Precedence()
    entered, answered = threading.Barrier(3), [threading.Event(), threading.Event()]

    def question(number: int) -> None:
        with precedence.asked():
            entered.wait(5)
            answered[number].wait(5)

    askers = [threading.Thread(target=question, args=[number]) for number in range(2)]
    for each in askers:
        each.start()
    entered.wait(5)
    ends = [threading.Timer(0.03, answered[0].set), threading.Timer(0.08, answered[1].set)]
    for end in ends:
        end.start()
    # It worked 0.05 s, so it would wait 0.2 s, and is let on by the second answer.
    assert 0.01 < waited(precedence) < 0.19
    for each in (*askers, *ends):
        each.join()


def test_a_question_without_end_does_not_stop_storing() -> None:
    precedence = Precedence()
    with precedence.asked():
        assert 0.1 < waited(precedence, worked=0.04) < 0.4
        assert waited(precedence, worked=0.3) < 0.7


def test_a_question_that_fails_is_over() -> None:
    precedence = Precedence()
    try:
        with precedence.asked():
            raise LookupError
    except LookupError:
        pass
    assert waited(precedence) < 0.02


def test_values_are_all_made_in_order_with_a_stop_at_every_hundred() -> None:
    stops: list[None] = []
    assert stepwise(iter(range(250)), lambda: stops.append(None)) == list(range(250))
    assert len(stops) == 2
