"""`python -m decentwork_site`: run the site, do its long work, make a member."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from decentwork.estimates.errors import DecentWorkError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)
console = Console(highlight=False, stderr=True)

SHARED_DATA = Path(__file__).parents[3] / "shared" / "data"


@app.callback()
def site() -> None:
    """Run the site of decentwork."""


@app.command()
def run(port: Annotated[int, typer.Option(help="Where to listen on 127.0.0.1.")] = 8000) -> None:
    """Prepare what is missing, show one dossier and serve the site."""
    from decentwork_site import serving

    root = _data_root()
    lock = serving.held(root, port)
    listening = serving.bound(port)
    _take_in_data()
    _prepare()
    _show_dossier()
    _show_first_link(f"http://{serving.HOST}:{port}")
    tell(f"Serving http://{serving.HOST}:{port}/ (Ctrl+C stops)")
    serving.start_worker_beside()
    serving.become_server(listening)
    os.close(lock)


@app.command()
def work(
    beside_server: Annotated[bool, typer.Option("--beside-server", hidden=True)] = False,
) -> None:
    """Do long work as it is asked for on the pages; `run` starts one of these by itself."""
    if beside_server:
        from decentwork_site import serving

        serving.keep_worker()
        return
    _set_up()
    from decentwork_site import working

    working.work_until_stopped()


@app.command()
def member(
    name: Annotated[str, typer.Argument(help="The name to sign in with; made if it is new.")],
    role: Annotated[
        str, typer.Option(help="administrator, statistician, enumerator or representative.")
    ] = "",
    study: Annotated[str, typer.Option(help="The study of the role; without it: all.")] = "",
    address: Annotated[str, typer.Option(help="Where the site is.")] = "http://127.0.0.1:8000",
) -> None:
    """Make a member, or give one a role, and print a one-use link that sets the password."""
    _set_up()
    from decentwork_site import preparing

    preparing.prepare_database(tell)
    secret = preparing.member_secret(name, role, study)
    tell(f"{name} sets the password here, once, within a week: {address}/link/{secret}/")


def _set_up() -> None:
    """Load the site's settings and models."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decentwork_site.settings")
    import django

    django.setup()


def tell(line: str) -> None:
    """Print one line of progress."""
    console.print(line, soft_wrap=True)  # a link stays in one piece


def _data_root() -> Path:
    from decentwork.sources.data_folder import DataFolder

    return DataFolder.default().root


def _take_in_data() -> None:
    """Add the shared data when they are there and new; else see to the sample world."""
    from decentwork.sources.data_folder import DataFolder

    folder = DataFolder.default()
    shared = Path(os.environ.get("SHARED_DATA", SHARED_DATA))
    if not shared.is_dir():
        if not folder.names():
            tell("No data at hand: making the invented sample world")
            folder.add_sample_world()
        return
    stamp, state = folder.root / "taken-in", _state(shared)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == state:
        return
    tell(f"Taking in the data of {shared}")
    folder.add(shared)
    stamp.write_text(state, encoding="utf-8")


def _state(folder: Path) -> str:
    """Return names, sizes and times of a folder's files: what changes when one of them does."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    states = ((path, path.stat()) for path in found)
    return "\n".join(f"{path} {state.st_size} {state.st_mtime_ns}" for path, state in states)


def _prepare() -> None:
    _set_up()
    from decentwork_site import preparing

    preparing.prepare_languages(tell)
    preparing.prepare_files(tell)
    preparing.prepare_demonstration(tell)
    preparing.prepare_database(tell)
    preparing.prepare_demonstration_lists(tell)
    preparing.prepare_needs(tell)


def _show_dossier() -> None:
    """Print the summary of one dossier, as `decentwork dossier` does."""
    from decentwork.reporting.terminal import print_dossier
    from decentwork_site.chains import calculations

    print_dossier(calculations.shown_at_start(), language="en")


def _show_first_link(address: str) -> None:
    """Print the link that makes the first administrator, as long as nobody can sign in."""
    from decentwork_site.members import queries, writes

    if queries.nobody_joined_yet():
        link = f"{address}/link/{writes.make_first_link()}/"
        tell(f"Nobody can sign in yet. Who opens this link becomes the administrator: {link}")


def main() -> None:
    """Run a command; print an error for its reader and leave with its exit code."""
    try:
        app()
    except DecentWorkError as error:
        console.print(f"decentwork: {error}", markup=False)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
