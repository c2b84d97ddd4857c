"""The portfolio over all chains as its reader meets it: tables, a chart, one sentence of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decentwork.classifications.countries import country
from decentwork.dossiers.portfolio import Money, Portfolio, PortfolioRow, Total
from decentwork.estimates.messages import translatable
from decentwork.reporting import names
from decentwork.reporting.numbers import Reader, count_text
from decentwork.reporting.palette import COLOURS, INK, SOFT, config
from decentwork.reporting.programme_words import CODES

if TYPE_CHECKING:
    import altair as alt

STANDINGS = {
    "unanswered": translatable("need without any activity"),
    "planned": translatable("need with a plan only"),
    "answered": translatable("need with activity"),
    "need_not_shown": translatable("activity without a need shown"),
}
"""How activity stands to need on a topic in a country."""

HEADS = {
    "place": translatable("Country"),
    "topic": translatable("Topic"),
    "standing": translatable("How activity stands to need"),
    "indicators": translatable("Figures that show the need"),
    "chains": translatable("Chains with evidence of their own"),
    "activities": translatable("Activities"),
    "planned": translatable("Planned"),
    "needs": translatable("Needs shown"),
    "unanswered": translatable("Of them without activity"),
    "money": translatable("Money"),
}
AMOUNT = translatable("%(amount)s %(currency)s %(kind)s")
ALTERNATIVE = translatable(
    "For each topic, the countries in which a need is shown, with and without activity, beside the "
    "number of activities. The table has every value."
)
WITH, WITHOUT = translatable("with activity"), translatable("without activity")
NEEDS_AXIS = translatable("countries with a need shown")
ACTIVITIES_AXIS = translatable("activities")
BAR, NARROW, GUTTER = 22, 560, 70  # pixels
NAMES, NARROW_NAMES = 290, 150  # for the names of topics, whole in a wide page


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks of the rows; each part empty when not asked."""

    place: str = ""
    topic: str = ""
    region: str = ""
    standing: str = ""


def asked_rows(portfolio: Portfolio, asked: Asked, reader: Reader) -> list[PortfolioRow]:
    """Return the rows that fit what is asked, countries by their names."""
    fitting = [
        row
        for row in portfolio.rows
        if asked.place in ("", row.place)
        and asked.topic in ("", row.topic)
        and asked.standing in ("", row.standing)
        and (not asked.region or country(row.place).m49_region == asked.region)
    ]
    return sorted(fitting, key=lambda row: code_named(row.place, "place", reader))


def money_text(money: Money, reader: Reader) -> str:
    """Return money by kind and currency; "" where no budget is recorded."""
    return "; ".join(
        reader.translate(AMOUNT)
        % {
            "amount": count_text(amount, reader.language),
            "currency": currency,
            "kind": reader.translate(CODES[kind]),
        }
        for kind, amounts in money.items()
        for currency, amount in amounts.items()
    )


def row_table(rows: Iterable[PortfolioRow], reader: Reader) -> list[dict[str, Any]]:
    """Return rows in words, keyed by column head, as a file has them."""
    heads = {id: reader.translate(text) for id, text in HEADS.items()}
    return [
        {
            heads["place"]: names.place_name(row.place, reader.language, reader.translate),
            heads["topic"]: names.topic_name(row.topic, reader.language),
            heads["standing"]: reader.translate(STANDINGS[row.standing]),
            heads["indicators"]: "; ".join(indicator_names(row, reader)),
            heads["chains"]: "; ".join(
                names.chain_name(it, reader.language) for it in row.need.chains
            ),
            heads["activities"]: len(row.activities),
            heads["planned"]: len(row.planned),
            heads["money"]: money_text(row.money, reader),
        }
        for row in rows
    ]


def indicator_names(row: PortfolioRow, reader: Reader) -> list[str]:
    """Return the names of the figures that show the need of a row."""
    return [names.indicator_name(it, reader.language) for it in row.need.indicators]


def total_table(totals: Iterable[Total], by: str, reader: Reader) -> list[dict[str, Any]]:
    """Return totals by "topic" or "place" in words, keyed by column head."""
    heads = {id: reader.translate(text) for id, text in HEADS.items()}
    return [
        {
            heads[by]: code_named(each.code, by, reader),
            heads["needs"]: each.needs,
            heads["unanswered"]: each.unanswered,
            heads["activities"]: each.activities,
            heads["money"]: money_text(each.money, reader),
        }
        for each in totals
    ]


def code_named(code: str, by: str, reader: Reader) -> str:
    """Return the name of a code that is one of a topic or of a place."""
    if by == "topic":
        return names.topic_name(code, reader.language)
    return names.place_name(code, reader.language, reader.translate)


def portfolio_chart(
    totals: Sequence[Total], reader: Reader, width: int = 720
) -> "alt.HConcatChart | alt.VConcatChart":
    """Draw needs and activities side by side, a bar for each topic; in a narrow page below."""
    import altair as alt

    rows = [
        {"topic": names.topic_name(it.code, reader.language), "place": place, "count": count}
        | {"order": order, "kind": reader.translate(kind)}
        for it in totals
        for place, order, kind, count in (
            ("needs", 0, WITHOUT, it.unanswered),
            ("needs", 1, WITH, it.needs - it.unanswered),
            ("activities", 2, ACTIVITIES_AXIS, it.activities),
        )
    ]
    is_narrow = width < NARROW
    held = NARROW_NAMES if is_narrow else NAMES
    room = (width - held - GUTTER) // (1 if is_narrow else 2)
    order = [names.topic_name(it.code, reader.language) for it in totals]
    doing, needed = reader.translate(ACTIVITIES_AXIS), reader.translate(NEEDS_AXIS)
    needs = _bars(rows, "needs", order, needed, (room, held))
    done = _bars(rows, "activities", order, doing, (room, held if is_narrow else 0))
    drawn = alt.vconcat(needs, done) if is_narrow else alt.hconcat(needs, done)
    apart = drawn.resolve_scale(color="independent")
    return apart.properties(description=reader.translate(ALTERNATIVE)).configure(
        **config(reader.language)
    )


def _bars(
    rows: list[dict[str, Any]], place: str, order: list[str], title: str, widths: tuple[int, int]
) -> "alt.Chart":
    """Draw one side; `widths` are those of the bars and of the names, 0 where it has none."""
    import altair as alt

    shown = [row for row in rows if row["place"] == place]
    kinds = list(dict.fromkeys(row["kind"] for row in shown))
    room, held = widths
    axis = alt.Axis(grid=False, labelLimit=held - 10, minExtent=held, maxExtent=held)
    legend = alt.Legend(orient="top", title=None, labelColor=INK, symbolType="square")
    colours = alt.Scale(domain=kinds, range=[COLOURS[1], SOFT] if len(kinds) > 1 else [COLOURS[0]])
    return (
        alt.Chart(alt.Data(values=shown))
        .mark_bar(size=12)
        .encode(
            y=alt.Y("topic:N", sort=order, title=None, axis=axis if held else None),
            x=alt.X("count:Q", title=title, axis=alt.Axis(tickCount=4, tickMinStep=1, format="d")),
            color=alt.Color("kind:N", scale=colours, legend=legend if len(kinds) > 1 else None),
            order=alt.Order("order:Q"),
            tooltip=[alt.Tooltip(f"{it}:N", title=" ") for it in ("topic", "kind", "count")],
        )
        .properties(width=max(room, 120), height=BAR * len(order))
    )
