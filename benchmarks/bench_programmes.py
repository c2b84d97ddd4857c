"""A programme of 5,000 activities × 10 indicators × 12 periods: taken in, opened, reported.

The file is YAML as the site writes it, some 80 MB, taken in as a worker does it; the site's tables
are on SQLite in a new folder, or on the empty database that DATABASE_URL names. Pages are asked for
one after another. The report has the length of the records, far more than 100 pages. Bars: 30 s to
take in on PostgreSQL, 500 ms (median) for the tree, 60 s for 100 pages. A bar that is missed makes
the exit code 1.

    python benchmarks/bench_programmes.py [ACTIVITIES] [INDICATORS] [PERIODS]
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date

from made_programmes import made_programme

TAKEN_IN, TREE, REPORT = 30.0, 0.5, 60.0
PAGES = 100
ASKED = 15


def take_in(held, officer):
    """Have the file of a programme taken in, and return how long that took."""
    from decentwork.programmes.programme_tables import as_yaml
    from decentwork_site.programmes import calculations, intake, papers

    content = as_yaml(calculations.whole(held["programme"], held))
    upload = papers.Upload(name="large.yaml", content=[content])
    asked = {"token": papers.keep_upload(upload), "name": upload.name, "by": officer.pk}
    begun, worked = time.perf_counter(), time.process_time()
    intake.do_import(asked, lambda done, total, step: None)
    took, own = time.perf_counter() - begun, time.process_time() - worked
    size = len(content) / 1e6
    print(f"taken in, {size:.0f} MB: {took:.1f} s, of which {own:.1f} s of the worker", flush=True)
    return took


def opened(slug, officer):
    """Print how long pages take, the first time and then; return the median of the tree."""
    from django.test import Client

    home = f"/programmes/{slug}/"
    pages = {
        "the tree": home,
        "activities": f"{home}activities/",
        "activities with a word": f"{home}activities/?q=77",
        "one activity": f"{home}records/act_77/",
        "one indicator": f"{home}records/indicator_77_3/",
        "results against targets": f"{home}progress/",
    }
    client, medians = Client(), {}
    client.force_login(officer)
    for name, address in pages.items():
        times = []
        for _ in range(ASKED):
            begin = time.perf_counter()
            answer = client.get(address)
            times.append(time.perf_counter() - begin)
            if answer.status_code != 200:
                raise SystemError(f"{address} was answered with {answer.status_code}")
        medians[name] = statistics.median(times[1:])
        print(f"{name:24} first {times[0]:.3f} s, then {medians[name]:.3f} s", flush=True)
    return medians["the tree"]


def reported(programme):
    """Print how long the report takes as each kind of file; return seconds for 100 pages."""
    from decentwork.reporting.report_files import KINDS, programme_report

    took, pages = {}, 1
    for kind in KINDS:
        begin = time.perf_counter()
        content = programme_report(programme, "en", kind, today=date(2026, 12, 31))
        took[kind] = time.perf_counter() - begin
        print(f"report as {kind}: {took[kind]:.1f} s, {len(content) / 1e6:.1f} MB", flush=True)
        if kind == "pdf":
            pages = max(content.count(b"/Type/Page") - content.count(b"/Type/Pages"), 1)
    print(f"{pages:,} pages")
    return max(took.values()) * PAGES / max(pages, PAGES)


def main(activities=5_000, indicators=10, periods=12):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from decentwork_site.members.models import Member, Role
    from decentwork_site.preparing import prepare_files, prepare_languages
    from decentwork_site.programmes import calculations

    call_command("migrate", verbosity=0)
    prepare_files(print)
    prepare_languages(print)
    officer = Member.objects.create(name="officer", display_name="Officer")
    Role.objects.create(member=officer, kind="officer")
    held = made_programme(activities, indicators, periods)
    print(f"{activities:,} activities × {indicators} × {periods} on {connection.vendor}")
    seconds = take_in(held, officer)
    tree = opened(held["programme"]["id"], officer)
    header = held.pop("programme")
    report = reported(calculations.whole(header, held))
    print(f"tree {tree:.3f} s (bar {TREE}), 100 pages {report:.1f} s (bar {REPORT:.0f})")
    slow = seconds > TAKEN_IN and connection.vendor == "postgresql"
    return slow or tree > TREE or report > REPORT


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DECENTWORK_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "decentwork_site.settings"
        os.environ["DECENTWORK_HOSTS"] = "testserver"
        sys.exit(main(*map(int, sys.argv[1:])))
