"""Every year of the shipped tables, every footprint that a dossier uses, from a cold start.

    .venv/bin/python benchmarks/bench_all_years.py

Needs the published data in the data folder (`decentwork data add PATH`). Ends with an error where
it takes longer than its budget on two cores.
"""

import sys
from time import perf_counter

from decentwork.footprints.panel import served_output
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_names import named_table

BUDGET = 30.0  # seconds


def main() -> int:
    folder = DataFolder.default()
    if not folder.has("wiod2013"):
        print("the tables are not in the data folder: decentwork data add PATH")
        return 0
    start = perf_counter()
    tables = named_table("wiod2013", folder)
    rows = sum(len(served_output(tables.table(year))) for year in tables.years)
    took = perf_counter() - start
    print(f"{len(tables.years)} years, {rows:,} country-industries: {took:.1f} s (budget {BUDGET})")
    return int(took > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
