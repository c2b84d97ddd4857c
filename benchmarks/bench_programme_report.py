"""The report of a programme of 5,000 activities × 10 indicators × 12 periods, in memory.

Told as paragraphs and tables, then written as HTML, DOCX and PDF. Bars: 60 s for telling and each
kind of file together, whatever the number of pages, and so for any 100 pages of it. A bar that is
missed makes the exit code 1.

    python benchmarks/bench_programme_report.py [ACTIVITIES] [INDICATORS] [PERIODS]
"""

import sys
import time
from datetime import date

from made_programmes import made_programme

from decentwork.programmes.programme import Programme
from decentwork.programmes.records import SECTIONS, Header
from decentwork.programmes.report import report
from decentwork.reporting.report_files import KINDS, written_report

BAR = 60.0
ON = date(2026, 12, 31)


def whole(activities, indicators, periods):
    """Return the made programme, its records checked."""
    held = made_programme(activities, indicators, periods)
    header = Header.model_validate(held.pop("programme"))
    rows = (SECTIONS[section].model_validate(it) for section, rows in held.items() for it in rows)
    return Programme.of(header, rows)


def main(activities=5_000, indicators=10, periods=12):
    """Print how long each step takes; say whether one file took too long."""
    programme = whole(activities, indicators, periods)
    print(f"{activities:,} activities × {indicators} indicators × {periods} periods")
    begin = time.perf_counter()
    told = report(programme, "en", on=ON)
    telling = time.perf_counter() - begin
    print(
        f"told: {len(told.paragraphs):,} paragraphs, {len(told.results):,} results: {telling:.1f} s"
    )
    slowest = 0.0
    for kind in KINDS:
        begin = time.perf_counter()
        written = written_report(told, programme, kind)
        took = time.perf_counter() - begin
        slowest = max(slowest, telling + took)
        pages = f", {written.pages:,} pages" if written.pages else ""
        print(f"{kind}: {took:.1f} s, {len(written.content) / 1e6:.1f} MB{pages}")
    print(f"slowest with its telling {slowest:.1f} s, bar {BAR:.0f} s")
    return slowest > BAR


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
