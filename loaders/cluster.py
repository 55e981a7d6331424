"""Reads many files on the workers of a Dask cluster and gives them back in their order.

A document's bytes travel with its task, so that workers need no file system of ours, and each
worker reads it in a box. What a task raises is the cluster's fault and ends the load; what became
of the document is its result.
"""

import asyncio
import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from os.path import realpath
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import ontology
from graph.errors import CrossplanError, LimitError, UsageError
from graph.record import version
from loaders import Facts, reader_of
from loaders.box import Box
from loaders.decisions.decision import Decision
from loaders.pool import Decided, Pending, Read, in_order, none
from loaders.source import open_bytes

if TYPE_CHECKING:
    from distributed import Client, Future

State = tuple[str, str]
_RETRIES = 2
"""How often a document is read anew, by another worker if there is one, when a worker cannot."""

_OWN = threading.local()
"""Holds the box of each thread of a worker."""


def read_all(
    files: Sequence[Path], facts: Mapping[Path, Facts], address: str, decisions: Decided = none
) -> Iterator[tuple[Path, Read]]:
    """As `loaders.pool.read_all`, by the workers of the scheduler at an address.

    Raises UsageError for what is no address, and CrossplanError where the cluster does not answer,
    has no workers or reads with another crossplan or vocabulary.
    """
    ours = state()
    with _connected(address) as client:
        client.wait_for_workers(1, _patience())
        for worker, theirs in client.run(state, on_error="return").items():
            _refuse_unlike(worker, theirs, ours)

        def begin(file: Path) -> Pending:
            try:
                reader_of(file)
                data, decided = open_bytes(file).data, tuple(decisions(file))
            except CrossplanError as problem:
                return partial(_same, problem)
            about = facts.get(Path(realpath(file)))
            read = client.submit(
                read_one, file.name, str(file), data, about, decided, ours,
                pure=False, retries=_RETRIES,
            )  # fmt: skip
            return partial(_result, client, file, read)

        yield from in_order(files, begin, sum(client.nthreads().values()))


def state() -> State:
    """What two processes must have alike to read alike: crossplan's version and the vocabulary."""
    return version(), ontology.digest()


def read_one(
    name: str, told: str, data: bytes, facts: Facts | None, decisions: tuple[Decision, ...],
    ours: State,
) -> Read:  # fmt: skip
    """On a worker: what a document states, or the error, which calls it as it was `told`."""
    from distributed import get_worker

    worker = get_worker()
    _refuse_unlike(worker.address, state(), ours)
    try:
        with TemporaryDirectory(dir=worker.local_directory) as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            try:
                return _box().account(path, facts, decisions)
            except CrossplanError as problem:
                return type(problem)(str(problem).replace(str(path), told))
    except OSError as problem:
        raise CrossplanError(
            f"the worker {worker.address} cannot keep {told}: {problem.strerror}"
        ) from problem


def _refuse_unlike(worker: str, theirs: State | Exception, ours: State) -> None:
    if isinstance(theirs, Exception):
        what = f"no such crossplan: {_line(theirs)}"
    elif theirs[0] != ours[0]:
        what = f"crossplan {theirs[0]}, not {ours[0]}; install the same everywhere"
    elif theirs != ours:
        what = f"another vocabulary; name the same files in its {ontology.VARIABLE}"
    else:
        return
    raise CrossplanError(f"the worker {worker} has {what}")


def _line(problem: Exception) -> str:
    """The last thing that an error says, and what caused it."""
    return " ".join(str(problem.__cause__ or problem).split("\n")[0].split())


def _box() -> Box:
    if not hasattr(_OWN, "box"):
        _OWN.box = Box()
    box: Box = _OWN.box
    return box


def _same(problem: CrossplanError) -> Read:
    return problem


def _result(client: "Client", file: Path, read: "Future[Read]") -> Read:
    """What became of a document, for which it waits for as long as there are workers."""
    from distributed import KilledWorker

    while True:
        try:
            return read.result(_patience())
        except KilledWorker:
            return LimitError(f"{file}: each worker that was to read it ended")
        except TimeoutError:
            client.wait_for_workers(1, _patience())
        except (CrossplanError, CancelledError, OSError):
            raise
        except Exception as problem:
            raise CrossplanError(
                f"the Dask cluster cannot run crossplan, which its scheduler and workers need: "
                f"{_line(problem)}"
            ) from problem


@contextmanager
def _connected(address: str) -> "Iterator[Client]":
    """A client of a scheduler, with the encryption of Dask's own settings, and its errors told."""
    try:
        place = urlsplit(address)
        named = place.scheme in ("tcp", "tls") and place.hostname and place.port
    except ValueError:
        named = None
    if not named:
        raise UsageError(
            f"{address!r} is no address of a Dask scheduler; give one such as tcp://HOST:8786"
        )
    try:
        import dask
        from distributed import Client
    except ModuleNotFoundError as problem:
        raise CrossplanError(
            f"a Dask cluster needs {problem.name}; install it: pip install 'crossplan[dask]'"
        ) from problem
    from distributed.exceptions import WorkerStartTimeoutError

    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}), _quiet():
        _ask(address)
        try:
            with Client(address, set_as_default=False) as client:
                yield client
        except WorkerStartTimeoutError as problem:
            raise CrossplanError(
                f"no worker is at the Dask scheduler {address}; start one: dask worker {address}"
            ) from problem
        except (CancelledError, OSError) as problem:
            raise CrossplanError(
                f"the Dask scheduler at {address} is gone; load again when it is back"
            ) from problem


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps what Dask logs of its connections to itself: what goes wrong is raised."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _ask(address: str) -> None:
    """Raises CrossplanError unless a scheduler answers in time; a client may wait for ever."""
    with ThreadPoolExecutor(1) as beside:
        try:
            beside.submit(asyncio.run, _answer(address)).result()
        except TypeError as problem:
            raise CrossplanError(
                f"{address} needs certificates; name them in Dask's own settings, "
                "distributed.comm.tls.client"
            ) from problem
        except OSError as problem:
            told = str(problem) or f"nothing was said within {_patience():g} s"
            raise CrossplanError(f"no Dask scheduler answers at {address}: {told}") from problem


async def _answer(address: str) -> None:
    from distributed import Security, rpc

    connection = Security().get_connection_args("client")
    async with rpc(address, connection_args=connection) as scheduler:
        await asyncio.wait_for(scheduler.identity(), _patience())


def _patience() -> float:
    """Seconds after which Dask's own settings give up on an address."""
    import dask
    from dask.utils import parse_timedelta

    return float(parse_timedelta(dask.config.get("distributed.comm.timeouts.connect")))
