"""Reports made by the workers of a Dask scheduler, and published here."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evallib.domain.errors import EnvironmentFault, Place, Problem
from evallib.run.outcome import Fault
from evallib.run.provenance import package_hash
from evallib.run.publishing.run_folder import FOLDER
from evallib.run.standing.installed import versions
from evallib.run.workers.attempt import make_ready
from evallib.run.workers.parcel import Parcel, Returned, make_far, packed, unpacked

CONNECT_SECONDS = 15.0
OPTION = "--cluster"


class ClusterExecutor(Executor):
    """Sends reports to workers; what comes back lies in the run folder here.

    A worker that is lost gives its reports to another one. A report that loses worker
    after worker fails, and stops no other.
    """

    def __init__(self, client: Any, *, shared: bool) -> None:
        self.client, self.shared = client, shared

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        """As any executor for ``attempt(task, folder)``; nothing else is ever sent."""
        task, folder = args
        outer: Future[Any] = Future()
        outer.set_running_or_notify_cancel()
        try:
            parcel = packed(task, folder, shared=self.shared)
        except Exception as error:  # told where the result is waited for
            outer.set_exception(error)
            return outer
        far = self.client.submit(make_far, parcel, pure=False)

        def close(done: Any) -> None:
            try:
                outer.set_result(_result(done, parcel, folder))
            except Exception as error:  # told where the result is waited for
                outer.set_exception(error)

        far.add_done_callback(close)
        return outer


@contextmanager
def cluster(address: str, root: Path) -> Iterator[ClusterExecutor]:
    """Connect to a scheduler whose workers can make the same reports as this process.

    Parameters
    ----------
    address : str
        Such as ``tcp://host:8786``.
    root : Path
        The tree; workers that see it read it, to others its files are sent.

    Raises
    ------
    EnvironmentFault
        ``E-CLUSTER`` if the extra is not installed, nobody answers, there is no
        worker, or a worker has other versions.
    """
    try:
        from distributed import Client
    except ImportError:
        raise _fault(address, "extra") from None
    try:
        connect: Any = Client
        client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise _fault(address, "silent") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            raise _fault(address, "empty") from None
        _require_same(client, address)
        client.run(_make_ready, wait=False)  # while inputs are checked here
        yield ClusterExecutor(client, shared=_is_shared(client, root))


def described() -> tuple[str, dict[str, str]]:
    """What decides the bytes of a report beside its inputs."""
    return package_hash(), dict(versions())


def reads(path: str) -> str | None:
    """What a file says to this process, if it is there."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError:
        return None


async def dask_setup(_worker: Any) -> None:
    """Called by ``dask worker --preload evallib.run.workers.cluster`` at its start."""
    await _make_ready()


async def _make_ready() -> None:
    """On a worker, which goes on answering meanwhile."""
    await asyncio.to_thread(make_ready)


def _require_same(client: Any, address: str) -> None:
    own = described()
    try:
        others = client.run(described)
    except Exception:  # whatever a worker without this package raises
        raise _fault(address, "other") from None
    if any(each != own for each in others.values()):
        raise _fault(address, "other")


def _is_shared(client: Any, root: Path) -> bool:
    """Whether every worker finds a file here that was written just now."""
    path = root / "reports" / FOLDER / f".seen-{secrets.token_hex(8)}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name, encoding="utf-8")
    try:
        answers = client.run(reads, str(path))
    finally:
        path.unlink()
    return all(each == path.name for each in answers.values())


def _result(done: Any, parcel: Parcel, folder: Path) -> Any:
    error = done.exception()
    if error is not None or done.cancelled():
        facts = {"case": "lost"}
        problem = Problem("E-CLUSTER", Place(parcel.task.name), facts)
        return Fault((problem,), EnvironmentFault.exit_code)
    returned: Returned = done.result()
    return unpacked(returned, parcel, folder)


def _fault(address: str, case: str) -> EnvironmentFault:
    facts = {"case": case, "address": address}
    place = Place("evallib run", column=OPTION)
    return EnvironmentFault([Problem("E-CLUSTER", place, facts)])
