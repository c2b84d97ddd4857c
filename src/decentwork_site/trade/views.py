"""Pages and files of the trade app: a request in, a template or a file out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from decentwork_site.trade import calculations, forms
from decentwork_site.trade.calculations import (
    Choices,
    KnownTable,
    NotAnswered,
    Question,
    ShockQuestion,
)

NARROWEST, WIDEST = 240, 1200  # pixels of a chart


def workbench(request: HttpRequest) -> HttpResponse:
    """Show labour behind final demand or exports: a sentence to fill in, chart, table, files."""
    tables, language = calculations.tables(), get_language() or "en"
    context: dict[str, Any] = {"tables": tables, "refused": [], "problem": None, "answer": None}
    if tables:
        question, refused = forms.asked_table(request.GET, tables)
        context |= {"question": question, "refused": refused}
        try:
            choices = calculations.choices(question.table, question.year, language, gettext)
            question, others = forms.asked(request.GET, question, choices)
            context |= {"choices": choices, "refused": [*refused, *others], "question": question}
            context["asked"] = _asked_in_words(question, choices)
            context["answer"] = calculations.labour_page(question, language, gettext)
        except NotAnswered as problem:
            context["problem"] = problem
        context |= _about(question, tables)
    return render(request, "trade/workbench.html", context)


def _about(question: Question, tables: Sequence[KnownTable]) -> dict[str, Any]:
    """Return what the page says of a question besides its answer."""
    table = next(it for it in tables if it.name == question.table)
    by_names, perspectives = _by_names(question.perspective), _perspectives()
    by_name = dict(by_names)[question.by[0]]
    return {
        "table_names": [(it.name, it.title) for it in tables],
        "years": [(year, year) for year in reversed(table.years)],
        "accounts": [(name, account_name(name)) for name in table.accounts],
        "perspectives": [(code, words) for code, (words, _) in perspectives.items()],
        "meaning": perspectives[question.perspective][1],
        "by_names": by_names,
        "by_name": by_name,
        "title": gettext("Labour by %(label)s") % {"label": by_name},
        "file_address": partial(_file_address, "trade:labour_file"),
        "state": state(question),
        "command": calculations.command(question),
    }


def _asked_in_words(question: Question, choices: Choices) -> str:
    """Return what was asked without the form, for print: a part that means all is left out."""
    places, industries = dict(choices.places), dict(choices.industries)
    named = (
        account_name(question.account),
        places.get(question.place, ""),
        industries.get(question.industry, ""),
        _perspectives()[question.perspective][0],
        places.get(question.market, "") or gettext("all markets"),
        industries.get(question.product, ""),
        str(question.year),
    )
    return " · ".join(filter(None, named))


def _file_address(name: str, kind: str) -> str:
    return reverse(name, args=[kind])


def account_name(account: str) -> str:
    """Return what a labour account is called; that of a user's own table as it is written."""
    return gettext("Jobs") if account == "employment" else account.replace("_", " ")


def _by_names(perspective: str = "final_demand") -> tuple[tuple[str, str], ...]:
    in_the_end = perspective == "final_demand"
    return (
        ("place", gettext("place of work")),
        ("industry", gettext("industry of work")),
        ("market", gettext("market")),
        (
            "product",
            gettext("product bought in the end") if in_the_end else gettext("product exported"),
        ),
    )


def labour_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Give an answer of the workbench as a file, its chart's specification among them."""
    language, tables = get_language() or "en", calculations.tables()
    if not tables:
        raise Http404(gettext("There is no such file."))
    question, refused = forms.asked_table(request.GET, tables)
    try:
        choices = calculations.choices(question.table, question.year, language, gettext)
        question, others = forms.asked(request.GET, question, choices)
        if refused or others:  # a file has no place to say that another question was answered
            raise Http404(", ".join([*refused, *others]))
        made = calculations.labour_file(question, kind, language, gettext, asked_width(request))
    except NotAnswered as problem:
        raise Http404(str(problem)) from problem
    return given(made, kind, f"{question.table}-{question.year}")


def shock(request: HttpRequest) -> HttpResponse:
    """Show labour exposed to falls of demand: rows to fill in, chart, table, files."""
    tables, language = calculations.tables(), get_language() or "en"
    context: dict[str, Any] = {"tables": tables, "refused": [], "problem": None, "answer": None}
    if tables:
        asked, refused = forms.asked_table(request.GET, tables)
        context |= {"question": asked, "refused": refused, "command": ""} | _about(asked, tables)
        months = calculations.months()
        try:
            choices = calculations.choices(asked.table, asked.year, language, gettext)
            question, others = forms.asked_shock(request.GET, asked, choices, months)
            context |= {"choices": choices, "refused": [*refused, *others], "question": question}
            context |= _about_shock(question, choices, months)
            if question.falls:
                context["answer"] = calculations.shock_page(question, language, gettext)
                context["missing"] = calculations.not_observed(question, language, gettext)
        except NotAnswered as problem:
            context["problem"] = problem
    return render(request, "trade/shock.html", context)


def _about_shock(
    question: ShockQuestion, choices: Choices, months: Sequence[str]
) -> dict[str, Any]:
    """Return what the page says of a shock besides what it exposes."""
    by_names = [it for it in _by_names() if it[0] in forms.WORK]
    by_name = dict(by_names)[question.by[0]]
    observed = any(it.fall is None for it in question.falls)
    return {
        "rows": [*question.falls, *[calculations.Fall()] * (2 if question.falls else 3)],
        "months": [(month, month) for month in months],
        "presets": _presets(question, choices, months),
        "published": calculations.published(get_language() or "en", gettext) if observed else None,
        "observed": observed,
        "missing": "",
        "by_names": by_names,
        "by_name": by_name,
        "title": gettext("Exposed labour by %(label)s") % {"label": by_name},
        "file_address": partial(_file_address, "trade:shock_file"),
        "state": shock_state(question),
        "command": calculations.shock_command(question) if question.falls else "",
    }


def _presets(
    question: ShockQuestion, choices: Choices, months: Sequence[str]
) -> list[tuple[str, str]]:
    """Return shocks that were observed, as the query that asks for each and its name."""
    markets, products = dict(choices.markets), dict(choices.industries)
    listed = [
        (gettext("clothing in the United Kingdom, April 2020"), ("c4", "GBR", "2020-04")),
        (gettext("manufactures in the United States, April 2020"), ("", "USA", "2020-04")),
        (gettext("manufactures in all markets, April 2020"), ("", "", "2020-04")),
        (gettext("manufactures in all markets, June 2020"), ("", "", "2020-06")),
    ]
    return [
        (
            shock_state(
                replace(question, falls=(calculations.Fall(product=p, market=m, month=t),))
            ),
            name,
        )
        for name, (p, m, t) in listed
        if t in months and p in ("", *products) and m in ("", *markets)
    ]


def shock_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Give what a shock exposes as a file, or the shock itself as the command line reads it."""
    language, tables = get_language() or "en", calculations.tables()
    if not tables:
        raise Http404(gettext("There is no such file."))
    asked, refused = forms.asked_table(request.GET, tables)
    try:
        choices = calculations.choices(asked.table, asked.year, language, gettext)
        months = calculations.months()
        question, others = forms.asked_shock(request.GET, asked, choices, months)
        if refused or others or not question.falls:
            raise Http404(", ".join([*refused, *others]))
        made = calculations.shock_file(question, kind, language, gettext, asked_width(request))
    except NotAnswered as problem:
        raise Http404(str(problem)) from problem
    if kind == "changes":
        return given(made, "csv", "changes")
    return given(made, kind, f"{question.table}-{question.year}-exposed")


def shock_state(question: ShockQuestion) -> str:
    """Return the query that asks for a shock again."""
    asked: list[tuple[str, str]] = [
        ("table", question.table),
        ("year", str(question.year)),
        ("account", question.account),
        ("by", ",".join(question.by)),
    ]
    for it in question.falls:
        asked += [("product", it.product), ("market", it.market), ("month", it.month)]
        asked.append(("fall", "" if it.fall is None else f"{100 * it.fall:g}"))
    return urlencode(asked)


def asked_width(request: HttpRequest) -> int:
    """Return the pixels that a page has for its chart."""
    written = request.GET.get("width", "")
    return min(max(int(written), NARROWEST), WIDEST) if written.isdecimal() else 720


def given(made: calculations.File | None, kind: str, name: str) -> HttpResponse:
    """Return a file as an answer: to be drawn on the page, or to be kept."""
    if made is None:
        raise Http404(gettext("There is no such file."))
    response = HttpResponse(made.content, content_type=made.media_type)
    if kind != "chart":
        response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def state(question: Question) -> str:
    """Return the query that asks a question again."""
    parts = ("table", "year", "account", "perspective", "place", "industry", "market", "product")
    asked = {name: getattr(question, name) for name in parts}
    return urlencode({**asked, "by": ",".join(question.by)})


def _perspectives() -> dict[str, tuple[str, str]]:
    """Return for each perspective how it reads in the sentence, and what it means."""
    return {
        "final_demand": (
            gettext("that serve final demand in"),
            gettext(
                "Final demand: work at every stage, wherever it is done, behind what households, "
                "governments and investors of a market buy in the end."
            ),
        ),
        "domestic_L": (
            gettext("that stand behind exports to"),
            gettext(
                "Exports, all domestic stages: work in the exporting industries and their "
                "suppliers at home behind gross exports."
            ),
        ),
        "domestic_B": (
            gettext("that stand behind exports, with what returns, to"),
            gettext(
                "Exports with what returns: as all domestic stages, and work behind exports that "
                "come home again inside imports."
            ),
        ),
        "direct": (
            gettext("in the exporting industry itself, for exports to"),
            gettext(
                "Direct exports: work in the exporting industry alone, in proportion to what it "
                "exports of its output; none of its suppliers."
            ),
        ),
    }
