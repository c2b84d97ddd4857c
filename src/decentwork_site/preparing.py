"""What the site needs before it can serve, each step done once and again only when it changed."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from datetime import date
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

import decentwork
from decentwork.estimates.errors import InputError, UnknownCode


class NoSuchMember(InputError):
    """A member cannot be made as asked."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(
            f"{name!r} cannot be made a member so: {reason} A name has no sign @, an administrator "
            "no study; a representative is invited on the page of members, with an organisation."
        )


Tell = Callable[[str], None]

CHARTS = Path(__file__).parent / "charts.js"
STYLE = Path(str(files("decentwork.reporting").joinpath("style.css")))
VEGA_LITE = "6.4"  # the version that Altair writes


def build(folder: Path) -> None:
    """Write what pages load and no repository holds: chart library, map, the shared style sheet."""
    import vl_convert

    from decentwork.reporting.maps import map_svg, world_map

    folder.mkdir(parents=True, exist_ok=True)
    snippet = CHARTS.read_text(encoding="utf-8")
    bundle: str = vl_convert.javascript_bundle(snippet, vl_version=VEGA_LITE)
    (folder / "charts.js").write_text(bundle, encoding="utf-8")
    (folder / "world.svg").write_text(map_svg(world_map()), encoding="utf-8")
    shutil.copyfile(STYLE, folder / "style.css")


def prepare_files(tell: Tell) -> None:
    """Build and collect static files, unless those there were made from the same sources."""
    stamp = settings.STATIC_ROOT / "made-from"
    sources = [CHARTS, STYLE, *sorted((settings.SITE / "static").rglob("*"))]
    key = _state(sources)
    if stamp.is_file() and stamp.read_text() == key:
        return
    tell("Building the chart library and the map (once)")
    build(settings.BUILT)
    settings.STATICFILES_DIRS = [settings.SITE / "static", settings.BUILT]
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(key)


def prepare_languages(tell: Tell) -> None:
    """Compile the message catalogues that are newer than their compiled form."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(settings.SITE.glob("locale/*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        # In one step: tests that run side by side may all be here, and read what another writes.
        staged = compiled.with_suffix(f".{os.getpid()}.mo")
        with source.open("rb") as written, staged.open("wb") as made:
            write_mo(made, read_po(written))
        staged.replace(compiled)


def prepare_demonstration(tell: Tell) -> None:
    """Survey the invented chain once, so that every page of a study has something to show."""
    from decentwork.studies.demonstration import make_demonstration
    from decentwork.studies.results import release_study
    from decentwork.studies.templates import DEMONSTRATION

    studies, made_once = settings.DATA.root / "studies", settings.DATA.root / "demonstration-made"
    if made_once.is_file() or (studies / DEMONSTRATION).exists():
        return
    tell("Surveying an invented supply chain, as a demonstration (once)")
    staged = studies / f".{DEMONSTRATION}"
    shutil.rmtree(staged, ignore_errors=True)  # what a broken-off start left
    folder = make_demonstration(staged, fielded=True)
    released = release_study(
        folder, decided_by="Director (invented)", decided_on=date(2026, 11, 1), keep=True
    )
    settings.DATA.add(folder.root / "released" / released.filename)
    staged.rename(studies / DEMONSTRATION)
    made_once.touch()


def prepare_demonstration_lists(tell: Tell) -> None:
    """Add invented lists of enterprises to a site that has none; a worker matches them."""
    from decentwork_site.enterprises import writes

    if writes.make_demonstration_lists():
        tell("Added invented lists of enterprises, as a demonstration (once)")


def prepare_database(tell: Tell) -> None:
    """Bring the tables up to date and fill the list of chains when the data changed."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("clearsessions", verbosity=0)
    _adopt_studies(tell)
    _adopt_programmes(tell)
    from decentwork_site.chains import calculations, queries, writes

    key = calculations.index_key()
    if queries.index_key() == key:
        return
    tell("Listing the chains that the data speak of")
    rows = list(calculations.indexed_chains())
    tell(f"{writes.index_chains(key=key, rows=rows)} chains can be looked up")


def prepare_needs(tell: Tell) -> None:
    """Hold needs against activities once a day, so that the first page that asks need not wait."""
    from decentwork_site.programmes import needs, queries

    today = timezone.localdate()
    needs.portfolio(today)
    for activities in queries.published_activities():
        chains = needs.chains_of(activities)
        if len(chains) <= needs.AT_ONCE and needs.known_unanswered(chains, today) is None:
            tell("Looking for needs that nobody answers (once a day)")
            needs.find_unanswered(chains, today)


def _adopt_studies(tell: Tell) -> None:
    """Show the studies that the command line made in the data folder."""
    from decentwork_site.studies import writes

    for study in writes.adopt_folders():
        tell(f"The study {study.slug} is on the pages now")


def _adopt_programmes(tell: Tell) -> None:
    """Show the programme that comes with the library, and those published in the data folder."""
    from decentwork_site.programmes import writes

    for programme in writes.adopt_published(tell):
        tell(f"The programme {programme.slug} is on the pages now")


def member_secret(name: str, role: str, study: str) -> str:
    """Return the secret of a link that sets the password of a member, made if the name is new."""
    from decentwork_site.members import writes
    from decentwork_site.members.models import Role

    if role and role not in Role.Kind:
        raise UnknownCode(role, "the roles", suggestions=Role.Kind.values)
    try:
        _member, secret = writes.make_member(name=name, role=role, study=study)
    except (IntegrityError, writes.NotAllowed) as error:
        raise NoSuchMember(name, str(error)) from error
    return secret


def _state(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(decentwork.__version__.encode())
    for path in paths:
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
