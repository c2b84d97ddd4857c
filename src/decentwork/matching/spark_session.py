"""A Spark session that keeps to itself: nothing is fetched, no port is open but to this machine."""

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[*]"

_PANDAS = "PySpark does not yet fully support pandas"
"""It warns of every table; what is used here of pandas works, as the tests show."""

_ALONE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


class SparkMissing(InputError):
    """Something that Spark needs is not on this machine."""

    def __init__(self, what: str, install: str) -> None:
        self.what, self.install = what, install
        super().__init__(f"Matching on Spark needs {what}, which is not here. Install {install}.")


class SparkUnavailable(InputError):
    """Spark is installed, but no session begins."""

    def __init__(self, master: str, reason: str) -> None:
        self.master, self.reason = master, reason
        super().__init__(
            f"No Spark session begins at {master} ({reason}). "
            "Check the master's address, and that Java is version 17 or newer."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """A session and the folder of its tables; `tell` hears the name of each that is written."""

    session: "SparkSession"
    folder: Path
    tell: Callable[[str], None]

    def sql(self, query: str, **given: "DataFrame | float") -> "DataFrame":
        """Return what a query asks of tables and numbers, named in it in braces."""
        return self.session.sql(query, **given)

    def kept(self, table: "DataFrame", name: str) -> "DataFrame":
        """Write a table, so that it is calculated once, and return it as written."""
        table.write.parquet((self.folder / name).as_uri())
        return self.read(name)

    def read(self, name: str) -> "DataFrame":
        """Return a table from the folder."""
        self.tell(name)
        return self.session.read.parquet((self.folder / name).as_uri())


def require_spark() -> None:
    """Raise `SparkMissing` where pyspark or Java is not installed."""
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise SparkMissing("Java", "a runtime, version 17 (in Debian: openjdk-17-jre-headless)")
    if find_spec("pyspark") is None:
        raise SparkMissing("pyspark", "it with: pip install 'decentwork[spark]'")


@contextmanager
def spark_session(scratch: Path, master: str = LOCAL) -> Iterator["SparkSession"]:
    """Yield a session that writes below the folder `scratch`, and end it.

    What the environment sets (`spark-defaults.conf`, `PYSPARK_SUBMIT_ARGS`) holds, such as the
    memory of `spark.driver.memory`.

    Raises
    ------
    SparkMissing
        pyspark or Java is not installed.
    SparkUnavailable
        Spark says no.
    """
    require_spark()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # no setting of a session says these
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master(master).appName("decentwork match")
    for name, value in _settings(scratch, master).items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _PANDAS, FutureWarning)
        try:
            session = builder.getOrCreate()
        except (PySparkException, Py4JError) as error:
            raise SparkUnavailable(master, _reason(error)) from error
        try:
            yield session
        finally:
            session.stop()


def _reason(error: Exception) -> str:
    """Return the line of an error in which Java says what is wrong."""
    lines = str(error).splitlines() or [type(error).__name__]
    told = (line.partition("Exception: ")[2] for line in lines)
    return next(filter(None, told), lines[0])


def _settings(scratch: Path, master: str) -> dict[str, str]:
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.warehouse.dir": (scratch / "warehouse").as_uri(),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.executorEnv.PYTHONWARNINGS": f"ignore:{_PANDAS}:FutureWarning",
        "spark.driver.maxResultSize": "0",  # the driver takes the graph of likely pairs
        **(_ALONE if master.startswith("local") else {}),
    }
