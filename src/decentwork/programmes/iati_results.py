"""Results, indicators, baselines, targets and approved updates as elements of IATI 2.03."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from lxml import etree

from decentwork.programmes.fields import first_day
from decentwork.programmes.iati_codes import EVIDENCE, FORMATS, LEVELS, MEASURES, WEB_PAGE
from decentwork.programmes.iati_codes import SDG_INDICATORS as SDG
from decentwork.programmes.iati_elements import (
    added,
    in_percent,
    marked,
    narrated,
    number,
    printable,
    ratio_in_percent,
)
from decentwork.programmes.iati_rules import LANG
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Document, Indicator, Measured, Result, Target, Update

Periods = Mapping[tuple[date, date], list[Measured]]


class ResultsWriter:
    """Writes a programme's results; it groups their rows once.

    Results without an indicator, updates that are not approved, and baselines that IATI cannot
    hold are not written.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.indicators: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in programme.all(Indicator):
            self.indicators[indicator.result].append(indicator)
        self._results: dict[str, list[Result]] = defaultdict(list)
        for result in programme.all(Result):
            if result.id in self.indicators:
                self._results[result.of].append(result)
        self._measured: dict[str, list[Measured]] = defaultdict(list)
        for target in programme.all(Target):
            self._measured[target.indicator].append(target)
        for update in programme.all(Update):
            if update.state == "approved":
                self._measured[update.indicator].append(update)

    def write(self, activity: etree._Element, of: Iterable[str]) -> None:
        """Add the results of these records to an activity."""
        for id in of:
            for result in self._results.get(id, ()):
                self._write_result(activity, result)

    def indicators_of(self, of: Iterable[str]) -> list[Indicator]:
        """Return the indicators of these records' results, in the order of the file."""
        results = [result for id in of for result in self._results.get(id, ())]
        return [indicator for it in results for indicator in self.indicators[it.id]]

    def _write_result(self, activity: etree._Element, result: Result) -> None:
        above = result.adds_to if result.adds_to in self.indicators else None
        indicators = self.indicators[result.id]
        summed = all(it.measure == "unit" for it in indicators)
        attributes = {"type": LEVELS[result.level], "aggregation-status": _flag(summed)}
        marks = {"id": result.id, "of": result.of, "adds_to": above}
        element = added(activity, "result", attributes, marks)
        narrated(element, "title", result.title)
        if result.text:
            narrated(element, "description", result.text)
        for indicator in indicators:
            self._write_indicator(element, indicator)

    def _write_indicator(self, result: etree._Element, indicator: Indicator) -> None:
        attributes = {
            "measure": MEASURES[indicator.measure],
            "ascending": _flag(indicator.rising),
            "aggregation-status": _flag(indicator.measure == "unit"),
        }
        marks = {
            "id": indicator.id,
            "adds_to": indicator.adds_to,
            "cumulative": "1" if indicator.cumulative else None,
            "estimate": indicator.estimate,
        }
        element = added(result, "indicator", attributes, marks)
        narrated(element, "title", indicator.title)
        if indicator.text:
            narrated(element, "description", indicator.text)
        if indicator.sdg:
            added(element, "reference", {"vocabulary": SDG, "code": indicator.sdg})
        if holds_baseline(indicator):
            _write_baseline(element, indicator)
        for (starts, ends), rows in self._periods(indicator).items():
            self._write_period(element, indicator, (starts, ends), rows)
        _write_own(element, indicator)

    def _periods(self, indicator: Indicator) -> Periods:
        periods = defaultdict(list)
        for row in self._measured.get(indicator.id, ()):
            periods[row.starts, row.ends].append(row)
        return dict(sorted(periods.items()))

    def _write_period(
        self,
        parent: etree._Element,
        indicator: Indicator,
        span: tuple[date, date],
        rows: Iterable[Measured],
    ) -> None:
        element = added(parent, "period")
        for name, day in zip(("period-start", "period-end"), span, strict=True):
            added(element, name, {"iso-date": day.isoformat()})
        for row in rows:  # targets come first: they were grouped first
            self._write_measured(element, indicator, row)

    def _write_measured(self, period: etree._Element, indicator: Indicator, row: Measured) -> None:
        name = "target" if isinstance(row, Target) else "actual"
        element = added(period, name, {"value": _value(indicator, row)})
        for part in row.part:
            dimension, _, value = part.partition("=")
            added(element, "dimension", {"name": dimension, "value": value})
        if row.words:
            narrated(element, "comment", row.words)
        if isinstance(row, Update):
            write_documents(element, linked(self.programme, row.evidence))
        if row.numerator is not None and row.denominator is not None:
            # The schema allows these two elements no foreign attribute, but foreign elements.
            ratio = {"numerator": number(row.numerator), "denominator": number(row.denominator)}
            added(element, marked("ratio"), ratio)


def holds_baseline(indicator: Indicator) -> bool:
    """Say whether IATI can hold the baseline: it needs a year, and a value unless it is words."""
    if not indicator.baseline_year or indicator.baseline_year < 1:
        return False
    if indicator.measure == "qualitative":
        return indicator.baseline is not None or bool(indicator.baseline_text)
    return indicator.baseline is not None


def linked(programme: Programme, ids: Iterable[str]) -> list[Document]:
    """Return those of these documents that have an address, and so can be linked."""
    found = [programme.by_id[id] for id in ids]
    return [it for it in found if isinstance(it, Document) and printable(it.address)]


def write_documents(parent: etree._Element, documents: Iterable[Document]) -> None:
    """Add a link to each document."""
    for document in documents:
        address = printable(document.address)
        ending = address.partition("?")[0].rpartition(".")[2].lower()
        attributes = {"url": address, "format": FORMATS.get(ending, WEB_PAGE)}
        element = added(parent, "document-link", attributes, {"id": document.id})
        narrated(element, "title", document.title)
        if document.text:
            narrated(element, "description", document.text)
        added(element, "category", {"code": EVIDENCE})
        if document.published:
            day = first_day(document.published).isoformat()
            added(element, "document-date", {"iso-date": day}, {"period": document.published})


def _value(indicator: Indicator, row: Measured) -> str | None:
    if indicator.measure == "percentage" and row.numerator is not None and row.denominator:
        return ratio_in_percent(row.numerator, row.denominator)
    return None if row.value is None else number(row.value)


def _write_baseline(element: etree._Element, indicator: Indicator) -> None:
    value = None
    if indicator.baseline is not None:
        percent = indicator.measure == "percentage"
        value = in_percent(indicator.baseline) if percent else number(indicator.baseline)
    baseline = added(element, "baseline", {"year": str(indicator.baseline_year), "value": value})
    if indicator.baseline_text:
        narrated(baseline, "comment", indicator.baseline_text)


def _write_own(element: etree._Element, indicator: Indicator) -> None:
    """Add what IATI has no element for: the unit, the steps of a scale, names of dimensions."""
    for lang, text in sorted(indicator.unit.items()):
        added(element, marked("unit"), {LANG: lang}).text = printable(text)
    for name, texts in (("step", indicator.scale), ("dimension", indicator.dimensions)):
        for text in texts:
            added(element, marked(name)).text = printable(text)


def _flag(said: bool) -> str:
    return "1" if said else "0"
