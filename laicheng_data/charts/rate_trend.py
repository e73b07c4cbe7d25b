"""Filing rates over the years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter, MaxNLocator

from laicheng_data.charts import layout, style
from laicheng_data.charts.big_numbers import draw_numbers
from laicheng_data.charts.chart import Chart, Declaration, filings_of
from laicheng_data.charts.numbers import bounds_note
from laicheng_data.charts.panels import LINE, RATE, Panel, column_values
from laicheng_data.charts.rates import axis_floor, rate_of, rate_text
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import year_on_year
from laicheng_data.tables.naming import filing_year
from laicheng_data.words import Words

_ASIDE_PT, _END_PT = 5, 7  # between a point and its number, and what stands at the end of a line
_BEYOND = (0.35, 0.15)  # of a year, that the axis goes on before the first and after the last


class _Label(NamedTuple):
    """A text and its point, above it or below, beside it or on it."""

    text: str
    point: tuple[int, float]
    place: str


_PLACES: dict[str, dict[str, Any]] = {
    "above": {"xytext": (0, _ASIDE_PT), "ha": "center", "va": "bottom"},
    "below": {"xytext": (0, -_ASIDE_PT), "ha": "center", "va": "top"},
    "from": {"xytext": (0, 0), "ha": "left", "va": "center"},
    "on": {"xytext": (0, 0), "ha": "center", "va": "center"},
}


def rate_trend(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Filing rates over the years, one line a kind; a missing year breaks its line."""
    title = _rate_title(table, words)
    single = table["period"].nunique() == 1
    subtitle = _subtitle(table, words) if not single else words("rate-trend.subtitle")
    figure = layout.frame(title, subtitle + bounds_note(table, words), source, form)
    if single:
        draw_numbers(figure.subplots(), {"": _figures(table, words)})
        layout.fix_layout(figure)
    else:
        _draw_lines(figure, table, words)
    alt = words.described(
        title, [rate_of(row, rate_text(row, words), words) for row in table.itertuples()]
    )
    columns = ["period", "subject", "filing_rate", "printed_rate"]
    return Chart("rate-trend", figure, title, alt, source, words.table(table[columns]))


def _axis_ends(table: pd.DataFrame) -> tuple[float, float]:
    """Where the axis of rates starts, and what it reaches."""
    return axis_floor(table["filing_rate"].min()), max(1.0, table["filing_rate"].max())


def _subtitle(table: pd.DataFrame, words: Words) -> str:
    """What a rate is, and where its axis starts."""
    low, _ = _axis_ends(table)
    cut = words("axis_cut", start=words.percent(low, 0)) if low else ""
    return words("rate-trend.subtitle") + cut


def _figures(table: pd.DataFrame, words: Words) -> list[tuple[str, str, str]]:
    """The rates of a single year, which have no line."""
    return [
        (rate_text(row, words), words.start(row.subject), filing_year(row.period, words))
        for row in table.itertuples()
    ]


def _draw_lines(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    axes = figure.subplots()
    hues = style.colours(table["subject"])
    labels: list[Annotation] = []
    shapes = style.markers(table["subject"])
    for subject, rows in table.groupby("subject"):
        years = rows["period"].astype(int)
        line = pd.DataFrame(
            {"year": years, "rate": rows["filing_rate"], "run": years.diff().ne(1).cumsum()}
        )
        sns.lineplot(
            line,
            x="year",
            y="rate",
            units="run",
            estimator=None,
            ax=axes,
            color=hues[subject],
            marker=shapes[subject],
        )
        upright = layout.is_upright(figure)
        told = _value_labels(rows, words) + _gap_labels(rows, set(table["period"]), upright, words)
        labels += [
            axes.annotate(
                label.text,
                label.point,
                textcoords="offset points",
                color=style.ink(hues[subject]),
                **_PLACES[label.place],
            )
            for label in told
        ]
    low, top = _axis_ends(table)
    axes.set(ylim=(low, top + 0.08 * (top - low)), ylabel="", xlabel="")
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda y, _: words.percent(y, 0) if y <= top + 0.0001 else "")
    )
    axes.grid(axis="y")
    layout.strip_axes(axes, "bottom")
    _label_line_ends(axes, table, hues, words)
    layout.remove_overlaps(figure, labels)


def _value_labels(rows: pd.DataFrame, words: Words) -> list[_Label]:
    """The rates of a line but for its last, each above its point, or below one that the line goes
    up from on all sides."""
    rates = {int(row.period): row.filing_rate for row in rows.itertuples()}
    labels = []
    for row in list(rows.itertuples())[:-1]:
        year = int(row.period)
        beside = [rates[other] for other in (year - 1, year + 1) if other in rates]
        lowest = bool(beside) and min(beside) > row.filing_rate
        place = "below" if lowest else "above"
        labels.append(_Label(rate_text(row, words), (year, row.filing_rate), place))
    return labels


def _gap_labels(rows: pd.DataFrame, periods: set[str], upright: bool, words: Words) -> list[_Label]:
    """That a kind has no rate in a year in which others have one, at the height of its nearest."""
    rates = {int(row.period): row.filing_rate for row in rows.itertuples()}
    missing = sorted(int(period) for period in periods - set(rows["period"]))
    labels = []
    for year in missing:
        nearest = min(rates, key=lambda other: abs(other - year))
        is_first = year == min(map(int, periods))
        place = "from" if is_first and not upright else "on"
        labels.append(_Label(words("not_printed"), (year, rates[nearest]), place))
    return labels


def _rate_title(table: pd.DataFrame, words: Words) -> str:
    """How the rate of the kind with most due changed in the last year, and that of the next that
    went the other way, from what to what as it is printed, as a difference of rounded rates bears
    fewer digits; which rose and fell, where digits tell of none; the levels, where none changed."""
    changes = year_on_year(table)
    last = table["period"].max()
    changes = changes[(changes["measure"] == "filing_rate") & (changes["period"] == last)]
    rose, fell = (list(changes[sign * changes["change"] > 0]["subject"]) for sign in (1, -1))
    if leading := _leading_changes(changes, table, words):
        return leading
    if rose and fell:
        return words(
            "rate-trend.title.mixed", year=last, rose=words.all_of(rose), fell=words.all_of(fell)
        )
    if rose or fell:
        direction = "rose" if rose else "fell"
        return words(
            f"rate-trend.title.{direction}", year=last, subjects=words.all_of(rose or fell)
        )
    rows = table[table["period"] == last].sort_values("filing_rate")
    said = [rate_text(row, words) for _, row in rows.iterrows()]
    form = "level" if said[0] != said[-1] else "same"
    return words(
        f"rate-trend.title.{form if len(rows) > 1 else 'one'}",
        year=last,
        low=words.all_of(_kinds_alike(rows, said, said[0])),
        low_rate=said[0],
        high=words.all_of(_kinds_alike(rows, said, said[-1])),
        high_rate=said[-1],
    )


def _leading_changes(changes: pd.DataFrame, table: pd.DataFrame, words: Words) -> str:
    """The change of the kind with most due, and that of the next that went the other way; empty
    where digits tell of none. Where nobody knows how many are due, larger changes come first."""
    told = changes[changes["change"].abs() > changes["step"]]
    if told.empty:
        return ""
    due = table[["subject", "period", "due"]].fillna({"due": 0.0})
    told = told.merge(due, on=["subject", "period"]).assign(size=told["change"].abs().to_numpy())
    told = told.sort_values(["due", "size"], ascending=False, kind="stable")
    first = told.head(1)
    other = told[told["change"] * first["change"].item() < 0].head(1)
    rates = {(row.subject, row.period): rate_text(row, words) for row in table.itertuples()}
    clauses = [
        words(
            f"rate-trend.{'rose' if row.change > 0 else 'fell'}.{form}",
            subject=words.word(row.subject),
            year=row.period,
            before=rates[row.subject, row.previous],
            after=rates[row.subject, row.period],
        )
        for rows, form in ((first, "first"), (other, "other"))
        for row in rows.itertuples()
    ]
    return words("list_semicolon").join(clauses)


def _kinds_alike(rows: pd.DataFrame, said: list[str], rate: str) -> list[str]:
    """The kinds whose rate reads so."""
    return list(rows["subject"][[text == rate for text in said]])


def _name_years(axes: Axes, periods: pd.Series, ends: Sequence[str], words: Words) -> None:
    """The years below the axis, as many as have room beside what stands at the lines' ends."""
    years = range(int(periods.min()), int(periods.max()) + 1)
    inches, _ = axes.get_figure(root=True).get_size_inches()  # type: ignore[union-attr]
    wide = 72 * inches - 2 * layout.MARGIN_PT
    beside = max(layout.text_width(text, style.LABEL_PT) for text in ends) + _END_PT
    scale = layout.text_width(words.percent(1, 0), style.LABEL_PT) + _ASIDE_PT
    apart = (wide - beside - scale) / (len(years) - 1 + sum(_BEYOND))
    ticks, names = layout.select_ticks([filing_year(str(year), words) for year in years], apart)
    axes.set_xticks([years[tick] for tick in ticks], names)
    half = layout.text_width(names[0], style.LABEL_PT) / 2  # beside the lowest name of a rate
    axes.set_xlim(years[0] - max(_BEYOND[0], half / apart), years[-1] + _BEYOND[1])


def _label_line_ends(axes: Axes, table: pd.DataFrame, hues: dict[str, str], words: Words) -> None:
    """Name and last value of each line, to the right of its end, kept apart. Settles the figure."""
    ends = list(table.groupby("subject").tail(1).itertuples())
    labels = [
        axes.annotate(
            f"{words.start(row.subject)} {rate_text(row, words)}",
            (int(row.period), row.filing_rate),
            (_END_PT, 0),
            textcoords="offset points",
            va="center_baseline",
            color=style.ink(hues[row.subject]),
        )
        for row in ends
    ]
    _name_years(axes, table["period"], [label.get_text() for label in labels], words)
    layout.fix_layout(axes.figure)  # type: ignore[arg-type]
    gap = layout.points_to_data(axes, style.LABEL_PT * layout.LINE_HEIGHT)
    for label, place in zip(
        labels,
        layout.spread_positions(
            [row.filing_rate for row in ends], gap, axes.get_ylim()[0] + gap / 2
        ),
        strict=True,
    ):
        label.xy = (label.xy[0], place)


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    wide = table.pivot(index="period", columns="subject", values="filing_rate")[
        style.sort_subjects(table["subject"])
    ]
    lines = Panel(
        words.start("filing_rate"),
        LINE,
        [filing_year(period, words) for period in wide.index],
        {words.start(subject): column_values(wide[subject]) for subject in wide},
        [style.colours(table["subject"])[subject] for subject in wide],
        RATE,
        _axis_ends(table),
        of_one_kind=False,
        note=_subtitle(table, words),
    )
    return [[lines]]


RATE_TREND = Declaration(
    "rate-trend",
    filings_of,
    rate_trend,
    needs=("filing_rate",),
    panels=_panels,
    story={"change": 1},
    explorer={"filing_rate": 0},
    topic="filing",
)
