from index.kept import Kept


class Source:
    """A store that counts how often it is read."""

    def __init__(self) -> None:
        self.version = 0
        self.read = 0

    def kept(self, most: int = 2) -> Kept:
        return Kept(lambda: self.version, most=most)

    def value(self) -> int:
        self.read += 1
        return self.read


def test_a_value_is_read_once_until_something_changes() -> None:
    source = Source()
    kept = source.kept()
    assert [kept.get("a", source.value) for _ in range(3)] == [1, 1, 1]
    source.version += 1
    assert [kept.get("a", source.value) for _ in range(2)] == [2, 2]


def test_the_least_lately_used_goes_first() -> None:
    source = Source()
    kept = source.kept(most=2)
    assert [kept.get(key, source.value) for key in "abac"] == [1, 2, 1, 3]
    assert [kept.get(key, source.value) for key in "acb"] == [1, 3, 4]


def test_what_changed_while_it_was_read_is_not_kept() -> None:
    source = Source()
    kept = source.kept()

    def interrupted() -> str:
        source.version += 1
        return "old"

    assert kept.get("a", interrupted) == "old"
    assert kept.get("a", source.value) == 1


def test_an_error_is_not_kept() -> None:
    source = Source()
    kept = source.kept()

    def failing() -> int:
        raise KeyError("gone")

    for _ in range(2):
        try:
            kept.get("a", failing)
        except KeyError:
            source.read += 10
    assert kept.get("a", source.value) == 21


def test_what_weighs_more_pushes_more_out() -> None:
    source = Source()
    kept = Kept(lambda: source.version, most=10, weigh=len)

    def text(length: int) -> str:
        source.read += 1
        return "x" * length

    def read_anew(key: str, length: int) -> bool:
        before = source.read
        assert len(kept.get(key, lambda: text(length))) == length
        return source.read > before

    assert [read_anew("a", 4), read_anew("b", 4), read_anew("a", 4), read_anew("c", 5)] == [True, True, False, True]
    assert [read_anew("a", 4), read_anew("b", 4)] == [False, True]
    # Heavier than all that may be kept: it is given, and pushes nothing else into memory for good.
    assert read_anew("long", 11)
    assert read_anew("long", 11)
