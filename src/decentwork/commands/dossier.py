"""`decentwork dossier`: what is known, binding, done and missing for one supply chain."""

import json
from pathlib import Path
from typing import Annotated

import typer

from decentwork.estimates.errors import InputError


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
    language: Annotated[str, typer.Option("--lang", help="en, fr or es (names, numbers).")] = "en",
) -> None:
    """Print the dossier of one supply chain, or write it as a page."""
    if show_chains:
        _print_chains(as_json, language)
        return
    if place is None or chain is None:
        raise MissingArgument
    _write(place, chain, as_json, {"html": html, "docx": docx, "pdf": pdf}, language)


def _write(
    place: str, chain: str, as_json: bool, files: dict[str, Path | None], language: str
) -> None:
    from decentwork.classifications.chains import find_chain
    from decentwork.classifications.countries import find_country
    from decentwork.dossiers.assemble import build_dossier
    from decentwork.reporting import documents, terminal
    from decentwork.sources.data_folder import DataFolder

    dossier = build_dossier(find_country(place).iso3, find_chain(chain), DataFolder.default())
    render = {
        "html": lambda: documents.render_html(dossier, language=language).encode(),
        "docx": lambda: documents.render_docx(dossier, language=language),
        "pdf": lambda: documents.render_pdf(dossier, language=language),
    }
    for kind, path in files.items():
        if path is not None:
            path.write_bytes(render[kind]())
            typer.echo(f"Wrote {path}", err=True)
    if as_json:
        typer.echo(json.dumps(dossier.to_dict(), ensure_ascii=False))
    elif not any(files.values()):
        terminal.print_dossier(dossier, language=language)


def _print_chains(as_json: bool, language: str) -> None:
    from decentwork.classifications.chains import chains

    rows = [
        {"chain": chain.slug, "name": chain.name(language), "isic4": list(chain.isic4)}
        for chain in chains()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['chain']:<22} {row['name']}")
