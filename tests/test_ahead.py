"""Values that a process of its own makes ready."""

import multiprocessing
import os
import signal
import threading
from itertools import count, islice

import pytest

from graph.ahead import ahead, side_by_side
from graph.errors import CrossplanError, StoreError


def _square(n: int) -> tuple[int, int]:
    return n * n, os.getpid()


def _refused(n: int) -> int:
    if n == 2:
        raise StoreError("two is refused")
    return n


def _ended(n: int) -> int:
    if n == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def _big(_: int) -> bytes:
    return bytes(1_000_000)


def test_many_come_in_order_from_one_other_process() -> None:
    made = list(ahead(_square, range(30)))
    assert [n for n, _ in made] == [n * n for n in range(30)]
    (process,) = {pid for _, pid in made}
    assert process != os.getpid()


def test_few_are_made_here() -> None:
    assert list(ahead(_square, range(3))) == [(n * n, os.getpid()) for n in range(3)]


@pytest.mark.parametrize("few", [0, 9])
def test_an_error_comes_in_its_place(few: int) -> None:
    made = ahead(_refused, range(5), few)
    assert list(islice(made, 2)) == [0, 1]
    with pytest.raises(StoreError, match="two is refused"):
        next(made)


def test_a_process_that_is_killed_is_said() -> None:
    with pytest.raises(CrossplanError, match="was ended"):
        list(ahead(_ended, range(5), 0))


def test_the_process_goes_with_who_asked() -> None:
    made = ahead(_big, range(50), 0)
    next(made)
    assert multiprocessing.active_children()
    made.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_side_by_side_is_at_once_and_in_order() -> None:
    """Two that wait for each other are done, and the first is told first."""
    met = threading.Barrier(2, timeout=20)
    done = side_by_side(lambda n: (n, met.wait())[0], range(6), 2)
    assert list(done) == list(range(6))


def test_side_by_side_takes_no_more_than_it_needs() -> None:
    taken = []
    items = (taken.append(n) or n for n in count())
    done = side_by_side(str, items, 2)
    assert list(islice(done, 3)) == ["0", "1", "2"]
    assert len(taken) <= 5
    done.close()  # type: ignore[attr-defined]


def test_an_error_side_by_side_begins_nothing_else() -> None:
    begun, before = [], threading.active_count()

    def work(n: int) -> int:
        begun.append(n)
        return _refused(n)

    done = side_by_side(work, range(100), 2)
    assert list(islice(done, 2)) == [0, 1]
    with pytest.raises(StoreError, match="two is refused"):
        next(done)
    assert len(begun) < 10
    assert threading.active_count() == before
