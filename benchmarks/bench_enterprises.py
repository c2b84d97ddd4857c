"""List, search, pages and data interface of 100,000 enterprises: 20 readers and 2 writers at once.

The site as it is served (2 processes of 4 threads), on SQLite in a new folder, or on the empty
database that DATABASE_URL names. Readers ask without pause, so 20 questions always wait; writers
refresh one enterprise after another. Bar: 95 % of all answers within a second, of each kind. A bar
that is missed makes the exit code 1.

    python benchmarks/bench_enterprises.py [ENTERPRISES] [SECONDS]
"""

import multiprocessing
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

READERS, WRITERS, BAR = 20, 2, 1.0


def fill(size):
    """Add enterprises of an invented register, each in one list; return words and identifiers."""
    import numpy as np
    from django.core.management import call_command

    from decentwork.matching.invented_registers import invented_register
    from decentwork_site.enterprises import calculations, settling
    from decentwork_site.enterprises.models import Enterprise, EnterpriseList, Mention, Source

    call_command("migrate", verbosity=0)
    frame = invented_register(size, np.random.default_rng(1))[0].frame
    source = Source.objects.create(name="Invented list", kind="brand", is_invented=True)
    of = EnterpriseList.objects.create(source=source, listed_on="2026-01-01", is_read=True)
    made = [
        Enterprise(
            identifier=calculations.identifier("XA", id),
            country=row.country,
            name=row.name or "Nameless",
            words=calculations.words_of([row.name]),
            is_public=True,
            is_invented=True,
            mentions_count=1,
            sources_count=1,
        )
        for id, row in zip(
            frame.index, frame[["name", "country"]].itertuples(index=False), strict=True
        )
    ]
    made = Enterprise.objects.bulk_create(made, batch_size=1000)
    mentions = [Mention(list=of, ref=it.identifier, name=it.name, enterprise=it) for it in made]
    Mention.objects.bulk_create(mentions, batch_size=1000)
    settling.index_words(made)
    return [word for it in made[:5000] for word in it.words.split()], [
        it.identifier for it in made[:5000]
    ]


def write(seed, begun, done):
    """Refresh enterprises, one after the other, until told to end."""
    import django

    django.setup()
    from decentwork_site.enterprises import settling
    from decentwork_site.enterprises.models import Enterprise

    chance, count = random.Random(seed), 0  # noqa: S311 - which enterprise
    keys = list(Enterprise.objects.values_list("pk", flat=True))
    while not done.is_set():
        settling.refresh_enterprise(Enterprise.objects.get(pk=chance.choice(keys)))
        count += 1
        if count == 1:
            begun.wait()
    print(f"writer {seed}: {count} enterprises refreshed")


def questions(words, identifiers):
    """Return what readers ask: a name for each kind, and how to draw an address."""

    def listed(chance, **more):
        return f"/enterprises/?{urlencode(more)}"

    return {
        "list": lambda chance: listed(chance, after=chance.choice(identifiers)),
        "one word": lambda chance: listed(chance, q=chance.choice(words)),
        "two words": lambda chance: listed(chance, q=" ".join(chance.choices(words, k=2))),
        "a letter": lambda chance: listed(chance, q=chance.choice("abcdefgh")),
        "country": lambda chance: listed(chance, country="VNM", q=chance.choice(words)),
        "page": lambda chance: f"/enterprises/{chance.choice(identifiers)}/",
        "as JSON": lambda chance: f"/api/enterprises?q={chance.choice(words)}",
    }


def read(seed, port, asked, until, took):
    chance = random.Random(seed)  # noqa: S311 - which question
    connection = HTTPConnection("127.0.0.1", port)
    while time.perf_counter() < until:
        kind = chance.choice(list(asked))
        begin = time.perf_counter()
        connection.request("GET", asked[kind](chance))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemError(f"{kind} was answered with {answer.status}")
        took[kind].append(time.perf_counter() - begin)


def wait_for(port, server):
    while server.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.2)
    raise SystemError("The site did not start.")


def measure(port, asked, seconds):
    took = {kind: [] for kind in asked}
    until = time.perf_counter() + seconds
    readers = [
        threading.Thread(target=read, args=(seed, port, asked, until, took))
        for seed in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return took


def main(size=100_000, seconds=20):
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DECENTWORK_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "decentwork_site.settings",
        }
        import django

        django.setup()
        from django.db import connection

        from decentwork_site.preparing import prepare_files, prepare_languages

        asked = questions(*fill(size))
        prepare_files(print)
        prepare_languages(print)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        serve = ["-m", "gunicorn", "decentwork_site.wsgi:application", "--log-level", "warning"]
        serve += ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
        server = subprocess.Popen([sys.executable, *serve])  # noqa: S603 - our own command
        spawn = multiprocessing.get_context("spawn")
        begun, done = spawn.Barrier(WRITERS + 1, timeout=300), spawn.Event()
        writers = [spawn.Process(target=write, args=(seed, begun, done)) for seed in range(WRITERS)]
        try:
            wait_for(port, server)
            for writer in writers:
                writer.start()
            measure(port, asked, 5)  # both processes of the site have loaded all they need
            begun.wait()
            took = measure(port, asked, seconds)
        finally:
            done.set()
            for writer in filter(multiprocessing.Process.is_alive, writers):
                writer.join()
            server.terminate()
            server.wait()
    print(f"{size:,} enterprises on {connection.vendor}, {READERS} readers, {WRITERS} writers")
    worst = 0.0
    for kind, times in took.items():
        p95 = statistics.quantiles(times, n=20)[-1]
        worst = max(worst, p95)
        median = statistics.median(times)
        print(f"{kind:10} {len(times):6} answers, median {median:.3f} s, p95 {p95:.3f} s")
    print(f"worst p95 {worst:.3f} s, bar {BAR} s")
    return worst > BAR


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
