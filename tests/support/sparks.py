"""Real Spark for the tests: sessions in one process, and on a cluster of two executors.

They need PySpark and Java 17. Without them the tests are skipped with the reason, unless
`ICSLOOKUP_REQUIRE_SPARK` is set, as in CI: then that is a failure.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

LOCAL = "local[2]"
CLUSTER = "local-cluster[2,1,1024]"
"""Two executors, which are processes of their own, with a core and 1,024 MB each."""

_PANDAS = "ignore:PySpark does not yet fully support pandas:FutureWarning"
FOR_SHORT = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options for a Java that lives a minute: it compiles less, with less care."""

SETTINGS = {
    "spark.driver.extraJavaOptions": FOR_SHORT,
    "spark.executor.extraJavaOptions": FOR_SHORT,
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "Europe/London",
    "spark.sql.shuffle.partitions": "4",
}

needs_spark = pytest.mark.filterwarnings(_PANDAS, "ignore::ResourceWarning")
"""What PySpark says of a pandas newer than it knows; and it leaves its sockets to the collector."""


def _missing(*packages: str) -> str:
    for package in ("pyspark", *packages):
        if find_spec(package) is None:
            return f"{package} is not installed"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java"
    return ""


def require(*packages: str) -> None:
    """Skip, or fail where that is asked for, without PySpark, Java and what else is needed."""
    missing = _missing(*packages)
    if missing and os.environ.get("ICSLOOKUP_REQUIRE_SPARK"):
        pytest.fail(f"{missing}, and ICSLOOKUP_REQUIRE_SPARK is set")
    if missing:
        pytest.skip(missing)


class Sessions:
    """Starts Spark as it is asked for, one session at a time, as a process can have no more."""

    def __init__(self) -> None:
        self._master = ""
        self._spark: Any = None

    def at(self, master: str) -> Any:
        """Return the session of a master; its workers are this Python, on this machine."""
        require()
        if master != self._master:
            self.stop()
            self._spark, self._master = _started(master), master
        return self._spark

    def stop(self) -> None:
        """Stop the session, and remove what its executors logged."""
        if self._spark:
            logs = logs_of(self._spark)
            self._spark.stop()
            shutil.rmtree(logs, ignore_errors=True)
        self._spark, self._master = None, ""


def logs_of(spark: Any) -> Path:
    """Return the folder where the executors of a cluster on this machine log."""
    import pyspark

    return Path(pyspark.__file__).parent / "work" / str(spark.sparkContext.applicationId)


def _started(master: str) -> Any:
    from pyspark.sql import SparkSession

    kept = dict(os.environ)
    os.environ.update(
        SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_DRIVER_PYTHON=sys.executable,
    )
    for name in kept.keys() - uncovered().keys():
        del os.environ[name]
    builder = SparkSession.builder.master(master).appName("icslookup")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    os.environ.update(kept)
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def uncovered() -> dict[str, str]:
    """Return the environment without what makes each Python measure its coverage.

    What the workers run is covered in `test_shipping`, and in them it would take twice as long.
    """
    mark = "COVERAGE_PROCESS"
    return {name: value for name, value in os.environ.items() if not name.startswith(mark)}


def held_once(folder: Path) -> Any:
    """Return a function for `mapInArrow` that lets batches pass, and one partition wait, once.

    The partition waits after its first batch, when it is tried for the first time. It writes its
    own process and the daemon's to the file `held` of the folder, until there is a file `let_go`.
    """
    held, let_go = folder / "held", folder / "let_go"

    def pass_on(batches: Any) -> Any:
        from pyspark import TaskContext

        task = TaskContext.get()
        waits = task is not None and (task.partitionId(), task.attemptNumber()) == (0, 0)
        for number, batch in enumerate(batches):
            if waits and number == 1:
                part = held.with_suffix(".part")
                part.write_text(f"{os.getpid()} {os.getppid()}")
                part.rename(held)
                until = time.monotonic() + 60
                while not let_go.exists() and time.monotonic() < until:
                    time.sleep(0.01)
            yield batch

    return pass_on


def kill_beside(folder: Path, patience: float = 180) -> list[int]:
    """Wait until a partition is held; kill the other Python workers of its executor, let it go.

    Returns the processes that were killed. One of them has answered the first batch, and waits
    for the second; others may have been idle. All are of one daemon, as their settings are alike.
    """
    held = folder / "held"
    until = time.monotonic() + patience
    while not held.exists():
        if time.monotonic() > until:
            raise TimeoutError("no partition was held")
        time.sleep(0.01)
    holder, daemon = map(int, held.read_text().split())
    killed = []
    for process, parent in _parents().items():
        if parent == daemon and process != holder:
            with suppress(ProcessLookupError):  # an idle one may just have ended
                os.kill(process, signal.SIGKILL)
                killed.append(process)
    (folder / "let_go").touch()
    return killed


def _parents() -> dict[int, int]:
    """Return the parent of each process of this machine."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(
                    (entry / "stat").read_text().rpartition(")")[2].split()[1]
                )
            except OSError:
                continue  # it is gone
    return parents
