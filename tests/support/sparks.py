"""Real Spark for the tests: sessions in one process, and on a cluster of two executors.

They need PySpark and Java 17. Without them the tests are skipped with the reason, or fail if
`ICSLOOKUP_REQUIRE_SPARK` is set, as in CI.
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
"""Two executors in separate processes, with a core and 1,024 MB each."""

_PANDAS = "ignore:PySpark does not yet fully support pandas:FutureWarning"
QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options for a Java that runs for a minute: it compiles less, and faster."""

SETTINGS = {
    "spark.driver.extraJavaOptions": QUICK_JAVA,
    "spark.executor.extraJavaOptions": QUICK_JAVA,
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "Europe/London",
    "spark.sql.shuffle.partitions": "4",
}

needs_spark = pytest.mark.filterwarnings(_PANDAS, "ignore::ResourceWarning")
"""Ignores warnings about a pandas newer than PySpark knows, and about sockets it does not close."""


def _missing(*packages: str) -> str:
    for package in ("pyspark", *packages):
        if find_spec(package) is None:
            return f"{package} is not installed"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java"
    return ""


def require(*packages: str) -> None:
    """Check for PySpark, Java and other packages: without them the test is skipped, or fails."""
    missing = _missing(*packages)
    if missing and os.environ.get("ICSLOOKUP_REQUIRE_SPARK"):
        pytest.fail(f"{missing}, and ICSLOOKUP_REQUIRE_SPARK is set")
    if missing:
        pytest.skip(missing)


class Sessions:
    """Starts sessions of Spark when a test needs them, one at a time, as a process has only one."""

    def __init__(self) -> None:
        self._master = ""
        self._spark: Any = None

    def session(self, master: str) -> Any:
        """Return the session of a master; its workers are this Python, on this machine."""
        require()
        if master != self._master:
            self.stop()
            self._spark, self._master = _started(master), master
        return self._spark

    def stop(self) -> None:
        """Stop the session, and remove the logs of its executors."""
        if self._spark:
            logs = logs_of(self._spark)
            self._spark.stop()
            shutil.rmtree(logs, ignore_errors=True)
        self._spark, self._master = None, ""


def plan_of(found: Any) -> str:
    """Return the physical plan of a DataFrame."""
    plan: str = found._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001 - no other way
    return plan


def logs_of(spark: Any) -> Path:
    """Return the log folder of the executors of a cluster on this machine."""
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
    for name in kept.keys() - without_coverage().keys():
        del os.environ[name]
    builder = SparkSession.builder.master(master).appName("icslookup")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    os.environ.update(kept)
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def without_coverage() -> dict[str, str]:
    """Return the environment without the variables that make each Python measure its coverage.

    `test_worker` covers the code of the workers, and measuring it in them would take twice as
    long.
    """
    mark = "COVERAGE_PROCESS"
    return {name: value for name, value in os.environ.items() if not name.startswith(mark)}


def pause_once(folder: Path) -> Any:
    """Return a function for `mapInArrow` that passes batches on, and pauses one partition once.

    The partition pauses after its first batch, on its first attempt. It writes the numbers of its
    process and of the daemon to the file `paused` in the folder, and waits for a file `resume`.
    """
    paused, resume = folder / "paused", folder / "resume"

    def pass_on(batches: Any) -> Any:
        from pyspark import TaskContext

        task = TaskContext.get()
        waits = task is not None and (task.partitionId(), task.attemptNumber()) == (0, 0)
        for number, batch in enumerate(batches):
            if waits and number == 1:
                part = paused.with_suffix(".part")
                part.write_text(f"{os.getpid()} {os.getppid()}")
                part.rename(paused)
                until = time.monotonic() + 60
                while not resume.exists() and time.monotonic() < until:
                    time.sleep(0.01)
            yield batch

    return pass_on


def kill_siblings(folder: Path, patience: float = 180) -> list[int]:
    """Wait until a partition is paused, kill the other Python workers of its executor, resume it.

    Returns the processes that were killed. One of them has answered the first batch, and waits
    for the second; others may have been idle. One daemon started all of them, because their
    settings are equal.
    """
    paused = folder / "paused"
    until = time.monotonic() + patience
    while not paused.exists():
        if time.monotonic() > until:
            raise TimeoutError("no partition was paused")
        time.sleep(0.01)
    holder, daemon = map(int, paused.read_text().split())
    killed = []
    for process, parent in _parents().items():
        if parent == daemon and process != holder:
            with suppress(ProcessLookupError):  # an idle worker may just have ended
                os.kill(process, signal.SIGKILL)
                killed.append(process)
    (folder / "resume").touch()
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
                continue  # the process has ended
    return parents
