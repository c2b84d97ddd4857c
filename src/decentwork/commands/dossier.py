"""`decentwork dossier`: what is known, binding, done and missing for one supply chain."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.estimates.errors import InputError, writing_to

if TYPE_CHECKING:
    from decentwork.dossiers.dossier import Dossier


class MissingArgument(InputError):
    """A dossier needs a place and a chain."""

    def __init__(self) -> None:
        super().__init__(
            "Name a country and a chain, e.g. decentwork dossier TUR garments. "
            "`decentwork dossier --list` shows the chains."
        )


def dossier_command(
    place: Annotated[str | None, typer.Argument(help="A country: name or ISO code.")] = None,
    chain: Annotated[str | None, typer.Argument(help="A chain or good, e.g. garments.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the dossier as data.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write the dossier as a page.")] = None,
    docx: Annotated[Path | None, typer.Option(help="Write the dossier as a document.")] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the dossier as PDF.")] = None,
    show_chains: Annotated[bool, typer.Option("--list", help="Show the chains.")] = False,
) -> None:
    """Print the dossier of one supply chain, or write it as a page."""
    if show_chains:
        _print_chains(as_json)
        return
    if place is None or chain is None:
        raise MissingArgument
    dossier = _dossier(place, chain)
    files = [(kind, path) for kind, path in (("html", html), ("docx", docx), ("pdf", pdf)) if path]
    for kind, path in files:
        _write(path, _rendered(dossier, kind))
        typer.echo(f"Wrote {path}", err=True)
    if as_json:
        typer.echo(json.dumps(dossier.to_dict(), ensure_ascii=False))
    elif not files:
        from decentwork.reporting.terminal import print_dossier

        print_dossier(dossier)


def _write(path: Path, content: bytes) -> None:
    with writing_to(path):
        path.write_bytes(content)


def _dossier(place: str, chain: str) -> "Dossier":
    from decentwork.classifications.chains import find_chain
    from decentwork.classifications.countries import find_country
    from decentwork.dossiers.assemble import build_dossier
    from decentwork.sources.data_folder import DataFolder

    country, found = find_country(place), find_chain(chain)
    return build_dossier(country.iso3, found.slug, DataFolder.default())


def _rendered(dossier: "Dossier", kind: str) -> bytes:
    from decentwork.reporting import documents

    if kind == "html":
        return documents.render_html(dossier).encode()
    render = {"docx": documents.render_docx, "pdf": documents.render_pdf}[kind]
    return render(dossier)


def _print_chains(as_json: bool) -> None:
    from decentwork.classifications.chains import chains

    rows = [
        {"chain": chain.slug, "name": chain.name(), "isic4": list(chain.isic4)}
        for chain in chains()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['chain']:<22} {row['name']}")
