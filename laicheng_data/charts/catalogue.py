"""One function per chart: a table and words in, a `Chart` with its matplotlib Figure out.

A chart decides what is shown and says its finding in title and alt text. How it looks is `look`'s business,
and how it leaves the house is `export`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from laicheng_data.charts import style
from laicheng_data.checking.claims import check, numerators
from laicheng_data.facts.printed import parse
from laicheng_data.facts.report import Report, load_report, report_ids
from laicheng_data.tables.filings import filings, listed_and_unfiled, year_on_year
from laicheng_data.words import Words


@dataclass(frozen=True)
class Chart:
    """A drawn chart and what must go with it: `title` says the finding, `alt` describes the picture to someone
    who cannot see it, `data` holds the numbers behind it in the chart's language, `years` and `kinds` say to which
    of them it was narrowed (empty: not at all)."""

    name: str
    figure: Figure
    title: str
    alt: str
    source: str
    data: pd.DataFrame
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()


class NothingToDraw(Exception):
    """The report prints none of the numbers that a chart shows."""

    def __init__(self, chart: str, report: str):
        self.chart, self.report = chart, report
        super().__init__(f"report {report} prints no numbers for the chart {chart}")


# ---------------------------------------------------------------------------------------------- stated rates


def stated_rates_table(
    report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> pd.DataFrame:
    """The shares that the report states beside what its own counts give.

    Columns: `period`, `subject`, `measure`, `printed`, `part`, `whole`, `recomputed` (a share of 1 as a float),
    `deviation` (recomputed - printed in units of the last printed digit: |deviation| up to 0.5 is rounding)
    and `verdict`. Numbers are missing where the report does not print the counts.
    """
    facts = report.facts.set_index("fact_id")
    claims = report.claims.assign(verdict=check(report)["verdict"].to_numpy())
    claims = claims[(claims["kind"] == "share") & (claims["basis"] == "stated")]
    rows = [
        _rate_row(
            facts.loc[result], [facts.loc[name, "printed"] for name in operands.split()], verdict
        )
        for result, operands, verdict in claims[["result", "operands", "verdict"]].itertuples(
            index=False
        )
    ]
    columns = [
        "period",
        "subject",
        "measure",
        "printed",
        "part",
        "whole",
        "recomputed",
        "deviation",
        "verdict",
    ]
    table = pd.DataFrame(rows, columns=columns).astype({"recomputed": float, "deviation": float})
    chosen = table["period"].isin([str(year) for year in years] or table["period"])
    return table[chosen & table["subject"].isin(kinds or table["subject"])].reset_index(drop=True)


def numerators_table(
    report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> pd.DataFrame:
    """The reverse question: which whole numbers of units filed could have been printed as each stated rate?

    Columns: `period`, `subject`, `printed`, `part` and `whole` as printed, `least` and `most` of the possible parts,
    and `possible`, how many there are. Rates without whole counts are left out.
    """
    table = stated_rates_table(report, years, kinds)
    table = table[(table["whole"] > 0) & (table["whole"] % 1 == 0)]
    possible = [numerators(parse(row.printed), int(row.whole)) for row in table.itertuples()]
    return table[["period", "subject", "printed", "part", "whole"]].assign(
        least=[min(parts, default=None) for parts in possible],
        most=[max(parts, default=None) for parts in possible],
        possible=[len(parts) for parts in possible],
    )


def _rate_row(result: pd.Series, operands: list[str], verdict: str) -> list[object]:
    row = [result["period"], result["subject"], result["measure"], result["printed"]]
    if not operands:
        return [*row, None, None, np.nan, np.nan, verdict]
    printed, (part, whole) = parse(result["printed"]), (parse(text).value for text in operands)
    share = part / whole if whole else None
    deviation = None if share is None else round(float((share - printed.value) / printed.unit), 10)
    return [
        *row,
        float(part),
        float(whole),
        None if share is None else float(share),
        deviation,
        verdict,
    ]


@style.house_style()
def stated_rates(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """How far each recomputed rate lies from the printed one, inside the band that rounding leaves."""
    decided = table[table["verdict"] != "undecidable"]
    held = int((decided["verdict"] == "consistent").sum())
    counts = {
        "held": held,
        "failed": len(decided) - held,
        "decided": len(decided),
        "stated": len(table),
        "open": len(table) - len(decided),
    }
    finding = "hold" if held == len(decided) else "fail"
    title = words(f"stated-rates.title.{finding}", **counts)
    subtitle = words("stated-rates.subtitle")
    note = words("stated-rates.note", **counts) if counts["open"] else ""
    figure = style.frame(title, subtitle, note + source)
    _deviation_panels(figure, decided, words)
    alt = words.described(
        title, [_rate_of(row, row.printed, words) for row in decided.itertuples()]
    )
    return Chart("stated-rates", figure, title, alt, source, words.table(table))


def _rate_of(row: Any, rate: str, words: Words) -> str:
    return words("rate_of", period=row.period, subject=words.word(row.subject), rate=rate)


def _deviation_panels(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    subjects, periods = (
        list(pd.unique(table["subject"])),
        sorted(table["period"].unique(), reverse=True),
    )
    hues = style.colours(subjects)
    for axes, subject in zip(style.panels(figure, len(subjects)), subjects, strict=True):
        rows = table[table["subject"] == subject]
        axes.axvspan(-0.5, 0.5, color=style.tint(hues[subject], 0.13), lw=0)
        axes.axvline(0, color=style.QUIET, lw=0.8)
        at = [periods.index(period) for period in rows["period"]]
        shown = rows["deviation"].clip(-1.25, 1.25)
        inside = rows["verdict"] == "consistent"
        axes.scatter(shown[inside], np.array(at)[inside], s=26, color=hues[subject], zorder=3)
        axes.scatter(
            shown[~inside], np.array(at)[~inside], s=30, color=style.INK, marker="X", zorder=3
        )
        for text, x, y in zip(rows["printed"], rows["deviation"], at, strict=True):
            beside = 0.6 if x <= 0.5 else -0.6
            axes.text(
                beside,
                y,
                text,
                ha="left" if beside > 0 else "right",
                va="center",
                size=style.LABEL_PT,
            )
        style.panel_title(axes, words.start(subject), hues[subject])
        axes.set(xlim=(-1.4, 1.4), ylim=(-0.5, len(periods) - 0.25), xticks=[-1, -0.5, 0, 0.5, 1])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.signed(x, 1) if x else "0"))
        axes.set_yticks(range(len(periods)), [words.period(period) for period in periods])
        style.bare(axes, "bottom")
    style.settle(figure)


# ------------------------------------------------------------------------------------------------ rate trend


@style.house_style()
def rate_trend(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Filing rates over the years, one line a kind; a missing year breaks its line."""
    title = _rate_title(table, words)
    low = _floor(table["filing_rate"].min())
    cut = words("axis_cut", start=words.percent(low, 0)) if low else ""
    figure = style.frame(title, words("rate-trend.subtitle") + cut, source)
    axes = figure.subplots()
    hues = style.colours(list(table["subject"]))
    values = []
    for marker, (subject, rows) in zip(
        style.MARKERS, table.groupby("subject", sort=False), strict=False
    ):
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
            marker=marker,
        )
        values += [
            axes.annotate(
                _rate_text(row, words),
                (int(row.period), row.filing_rate),
                (0, 5),
                ha="center",
                textcoords="offset points",
                color=style.ink(hues[subject]),
                path_effects=style.HALO,
            )
            for row in list(rows.itertuples())[:-1]
        ]
    _year_axis(axes, table["period"], words)
    top = max(1, table["filing_rate"].max())
    axes.set(ylim=(low, top + 0.08 * (top - low)), ylabel="", xlabel="")
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda y, _: words.percent(y, 0) if y <= top + 0.0001 else "")
    )
    axes.grid(axis="y")
    style.bare(axes, "bottom")
    if low > 0:
        style.mark_cut(axes)
    _line_ends(axes, table, hues, words)
    style.keep_what_fits(figure, values)
    alt = words.described(
        title, [_rate_of(row, _rate_text(row, words), words) for row in table.itertuples()]
    )
    columns = ["period", "subject", "filing_rate", "printed_rate"]
    return Chart("rate-trend", figure, title, alt, source, words.table(table[columns]))


def _floor(least: float) -> float:
    """Where the rate axis starts: a multiple of ten per cent below everything, or zero."""
    return 0.0 if least < 0.5 else float(np.floor(min(least, 1) * 10 - 0.2) / 10)


def _rate_text(row: Any, words: Words) -> str:
    return row.printed_rate or words.percent(row.filing_rate, 2)


def _rate_title(table: pd.DataFrame, words: Words) -> str:
    changes = year_on_year(table)
    last = table["period"].max()
    changes = changes[(changes["measure"] == "filing_rate") & (changes["period"] == last)]
    rose, fell = (list(changes[sign * changes["change"] > 0]["subject"]) for sign in (1, -1))
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
    low, high = rows.iloc[0], rows.iloc[-1]
    form = (
        "one"
        if len(rows) == 1
        else "level"
        if _rate_text(low, words) != _rate_text(high, words)
        else "same"
    )
    return words(
        f"rate-trend.title.{form}",
        year=last,
        low=words.word(low["subject"]),
        low_rate=_rate_text(low, words),
        high=words.word(high["subject"]),
        high_rate=_rate_text(high, words),
    )


def _year_axis(axes: Axes, periods: pd.Series, words: Words) -> None:
    years = range(int(periods.min()), int(periods.max()) + 1)
    axes.set_xticks(years, [words.period(str(year)) for year in years])
    axes.set_xlim(years[0] - 0.35, years[-1] + 0.15)


def _line_ends(axes: Axes, table: pd.DataFrame, hues: dict[str, str], words: Words) -> None:
    """Name and last value of each line, to the right of its end, kept apart. Settles the figure."""
    ends = list(table.groupby("subject", sort=False).tail(1).itertuples())
    labels = [
        axes.annotate(
            f"{words.start(row.subject)} {_rate_text(row, words)}",
            (int(row.period), row.filing_rate),
            (7, 0),
            textcoords="offset points",
            va="center",
            color=style.ink(hues[row.subject]),
        )
        for row in ends
    ]
    style.settle(axes.figure)  # type: ignore[arg-type]
    gap = style.points_to_data(axes, style.LABEL_PT * style.LINE_HEIGHT)
    for label, place in zip(
        labels,
        style.spread([row.filing_rate for row in ends], gap, axes.get_ylim()[0] + gap / 2),
        strict=True,
    ):
        label.xy = (label.xy[0], place)


# ------------------------------------------------------------------------------------- due, filed and unfiled


@style.house_style()
def due_and_filed(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Bars of the units due to file, the part that filed solid; one panel a kind, each to its own scale."""
    title = _due_title(table, words)
    figure = style.frame(title, words("due-and-filed.subtitle"), source)
    texts = [
        words("filed_of_due", filed=words.count(row.filed), due=words.count(row.due))
        for row in table.itertuples()
    ]
    _bar_panels(figure, table.assign(text=texts), ["due", "filed"], words)
    alt = words.described(title, _counted(table, words, "filed_of_due_in", "due", "filed"))
    return Chart(
        "due-and-filed",
        figure,
        title,
        alt,
        source,
        words.table(table[["period", "subject", "due", "filed"]]),
    )


def _due_title(table: pd.DataFrame, words: Words) -> str:
    ends = table.groupby("subject", sort=False).agg(
        first=("due", "first"),
        last=("due", "last"),
        since=("period", "min"),
        until=("period", "max"),
    )
    changed = ends[(ends["since"] < ends["until"]) & (ends["first"] > 0)]
    start, year = changed["since"].min(), table["period"].max()
    if changed.empty:
        counts = [
            words("count_of", subject=words.word(row.Index), count=words.count(row.last))
            for row in ends.itertuples()
        ]
        return words(
            "due-and-filed.title.level", year=year, counts=words("list_comma").join(counts)
        )
    parts = [
        words(
            "change_of" if row.since == start else "change_of_since",
            subject=words.word(row.Index),
            since=row.since,
            change=words.percent_change((row.last / row.first - 1) * 100),
        )
        for row in changed.itertuples()
    ]
    changes = words("list_comma").join(parts)
    return words("due-and-filed.title.change", years=words.years([start, year]), changes=changes)


def _counted(table: pd.DataFrame, words: Words, sentence: str, *columns: str) -> list[str]:
    return [
        words(
            sentence,
            period=row["period"],
            subject=words.word(row["subject"]),
            **{c: words.count(row[c]) for c in columns},
        )
        for _, row in table.iterrows()
    ]


def _bar_panels(
    figure: Figure, table: pd.DataFrame, columns: list[str], words: Words, shared: bool = False
) -> None:
    """One panel a kind and one bar a year, its `text` above it; later `columns` lie over earlier, lighter ones."""
    subjects, periods = list(pd.unique(table["subject"])), sorted(table["period"].unique())
    hues = style.colours(subjects)
    size, height = (style.LABEL_PT, 0.4) if len(periods) <= 6 else (style.SMALL_PT, 0.24)
    for axes, subject in zip(style.panels(figure, len(subjects)), subjects, strict=True):
        rows = table[table["subject"] == subject].set_index("period").reindex(periods)
        for column, share in zip(
            columns, np.linspace(0.35, 1, len(columns)) if len(columns) > 1 else [1], strict=True
        ):
            axes.barh(
                range(len(periods)), rows[column], height, color=style.tint(hues[subject], share)
            )
        for y, text in enumerate(rows["text"]):
            shown, colour = (
                (text, style.ink(hues[subject]))
                if isinstance(text, str)
                else (words("not_printed"), style.QUIET)
            )
            axes.annotate(
                shown,
                (0, y - height / 2),
                (2, 1),
                textcoords="offset points",
                va="bottom",
                color=colour,
                size=size,
            )
        style.panel_title(axes, words.start(subject), hues[subject])
        most = (table if shared else rows)[columns[0]].max()
        axes.set(xticks=[], ylim=(len(periods) - 0.5, -0.75), xlim=(0, max(most, 1)))
        axes.set_yticks(
            range(len(periods)), [words.period(period) for period in periods], size=size
        )
        style.bare(axes, "left")
    style.settle(figure)


@style.house_style()
def unfiled(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Bars of the units that were due and did not file; one panel a kind, all to one scale."""
    title = _unfiled_title(table, words)
    figure = style.frame(title, words("unfiled.subtitle"), source)
    _bar_panels(
        figure,
        table.assign(text=table["unfiled"].map(words.count)),
        ["unfiled"],
        words,
        shared=True,
    )
    alt = words.described(title, _counted(table, words, "unfiled_in", "unfiled"))
    return Chart(
        "unfiled", figure, title, alt, source, words.table(table[["period", "subject", "unfiled"]])
    )


def _unfiled_title(table: pd.DataFrame, words: Words) -> str:
    last = table[table["period"] == table["period"].max()]
    total = last["unfiled"].sum()
    most = last.loc[last["unfiled"].idxmax()]
    return words(
        "unfiled.title.share" if len(last) > 1 and total else "unfiled.title.one",
        year=most["period"],
        total=words.count(total),
        subject=words.word(most["subject"]),
        share=words.percent(most["unfiled"] / total if total else 0),
    )


# ---------------------------------------------------------------------------------------------- year on year


@style.house_style()
def year_on_year_changes(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Changes from the year before: counts in per cent above, rates in percentage points below."""
    changes = table
    title = _change_title(changes, words)
    figure = style.frame(title, words("year-on-year.subtitle"), source)
    subjects = list(pd.unique(changes["subject"]))
    hues = style.colours(subjects)
    rows = [["due", "filed"], ["filing_rate"]]
    rows = [measures for measures in rows if changes["measure"].isin(measures).any()]
    grid = figure.subplots(len(rows), len(subjects), sharex=True, sharey="row", squeeze=False)
    labels = [
        label
        for line, measures in zip(grid, rows, strict=True)
        for axes, subject in zip(line, subjects, strict=True)
        for label in _change_bars(
            axes, changes[changes["subject"] == subject], measures, hues[subject], words
        )
    ]
    for axes, subject in zip(grid[0], subjects, strict=True):
        style.panel_title(axes, words.start(subject), hues[subject])
    for axes, measures in zip(grid[:, 0], rows, strict=True):
        axes.set_ylabel(words(f"year-on-year.{measures[-1]}"))
    _change_years(grid[-1], sorted(changes["period"].unique()), words)
    style.keep_what_fits(figure, labels)
    details = [_change_sentence(row, words) for row in changes.itertuples()]
    alt = words.described(title, details)
    return Chart("year-on-year", figure, title, alt, source, words.table(changes))


def _change_bars(
    axes: Axes, changes: pd.DataFrame, measures: list[str], colour: str, words: Words
) -> list[Text]:
    labels: list[Text] = []
    offsets = np.linspace(-0.21, 0.21, len(measures)) if len(measures) > 1 else [0.0]
    for measure, offset in zip(measures, offsets, strict=True):
        rows = changes[changes["measure"] == measure]
        share = 0.45 if measure != measures[-1] else 1
        axes.bar(
            rows["period"].astype(int) + offset,
            rows["change"],
            0.36,
            color=style.tint(colour, share),
        )
        labels += [
            axes.annotate(
                words.signed(row.change, 1 if row.unit == "percent" else 2),
                (int(row.period) + offset, row.change),
                (0, 2 if row.change >= 0 else -2),
                textcoords="offset points",
                ha="center",
                va="bottom" if row.change >= 0 else "top",
                size=style.SMALL_PT,
                color=style.ink(colour),
            )
            for row in list(rows.itertuples())[::-1]
        ]
    axes.axhline(0, color=style.QUIET, lw=0.8)
    axes.margins(y=0.3)
    axes.set_yticks([])
    style.bare(axes)
    return labels


def _change_years(line: Sequence[Axes], periods: list[str], words: Words) -> None:
    for axes in line:
        axes.set_xlim(int(periods[0]) - 0.6, int(periods[-1]) + 0.6)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.period(f"{x:.0f}")))


def _change_sentence(row: Any, words: Words) -> str:
    change = (
        words.percent_change(row.change)
        if row.unit == "percent"
        else words.points_change(row.change)
    )
    subject, measure = words.word(row.subject), words.word(row.measure)
    return words("change_in", period=row.period, subject=subject, measure=measure, change=change)


def _change_title(changes: pd.DataFrame, words: Words) -> str:
    """The largest change of a base, or of a rate where no counts are printed."""
    bases = changes[changes["measure"] == "due"]
    largest = (changes if bases.empty else bases).pipe(
        lambda rows: rows.loc[rows["change"].abs().idxmax()]
    )
    if not largest["change"]:
        return words("year-on-year.title.none", year=largest["period"])
    form = "rate" if bases.empty else "fell" if largest["change"] < 0 else "rose"
    say = words.points_change if bases.empty else words.percent_change
    return words(
        f"year-on-year.title.{form}",
        year=largest["period"],
        subject=words.word(largest["subject"]),
        before=words.count(largest["before"]),
        after=words.count(largest["after"]),
        change=say(largest["change"]),
    )


# --------------------------------------------------------------------------------------------- abnormal list


@style.house_style()
def abnormal_list(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """The list of abnormal operations beside the units that did not file, kind by kind and in total."""
    table = table[table["period"] == table["period"].max()]
    title = _list_title(table, words)
    figure = style.frame(
        title, words("abnormal-list.subtitle", year=table["period"].iloc[0]), source
    )
    axes = figure.subplots()
    hues = style.colours(list(table["subject"]))
    for y, row in enumerate(table.itertuples()):
        bars = (
            ("listed", row.listed, row.listed_subject, -0.19, 1.0),
            ("unfiled", row.unfiled, row.subject, 0.19, 0.4),
        )
        for measure, value, subject, offset, share in bars:
            axes.barh(y + offset, value, 0.34, color=style.tint(hues[row.subject], share))
            text = words(
                f"abnormal-list.{measure}", subject=words.word(subject), count=words.count(value)
            )
            axes.annotate(
                text,
                (value, y + offset),
                (4, 0),
                textcoords="offset points",
                va="center",
                color=style.ink(hues[row.subject]),
            )
    differences = [
        f"{words.start(row.subject)}\n{words.signed(row.difference)}" for row in table.itertuples()
    ]
    axes.set_yticks(range(len(table)), differences, color=style.INK, linespacing=style.LINE_HEIGHT)
    axes.set(xticks=[], ylim=(len(table) - 0.5, -0.5), xlim=(0, None))
    style.bare(axes, "left")
    style.settle(figure)
    columns = {"listed": words.count, "unfiled": words.count, "difference": words.signed}
    details = [
        words(
            "abnormal-list.row",
            subject=words.word(row["subject"]),
            **{c: say(row[c]) for c, say in columns.items()},
        )
        for _, row in table.iterrows()
    ]
    alt = words.described(title, details)
    return Chart("abnormal-list", figure, title, alt, source, words.table(table))


def _list_title(table: pd.DataFrame, words: Words) -> str:
    total = table.iloc[-1]
    sign = "fewer" if total["difference"] < 0 else "more" if total["difference"] > 0 else "same"
    return words(
        f"abnormal-list.title.{sign}",
        subject=words.word(total["subject"]),
        listed=words.count(total["listed"]),
        unfiled=words.count(total["unfiled"]),
        difference=words.count(abs(total["difference"])),
    )


# ----------------------------------------------------------------------------------------------- other offices

CENTRE_MEASURES = ("departments", "departments_with_window", "items", "staff", "matters")
MOST_CELLS = 60
MOST_PLACES_STACKED = 4
OUTREACH_MEASURES = (
    "people_trained",
    "leaflets",
    "calls_answered",
    "visits_received",
    "enquiries_answered",
)


def measures_table(report: Report, measures: Sequence[str]) -> pd.DataFrame:
    """The facts of the named measures, in document order.

    Columns: `office`, `measure`, `subject`, `period`, `printed`, `unit`, `bound`, `value`, and the ends `low` and
    `high` of what the printed number stands for.
    """
    facts = report.facts[report.facts["measure"].isin(measures)]
    ends = [parse(text).interval() for text in facts["printed"]]
    columns = ["office", "measure", "subject", "period", "printed", "unit", "bound", "value"]
    return (
        facts[columns]
        .assign(low=[float(end.low) for end in ends], high=[float(end.high) for end in ends])
        .reset_index(drop=True)
    )


@style.house_style()
def service_center(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """How many departments have a window in the service centre, and what the centre counts besides."""
    values = table.drop_duplicates("measure").set_index("measure")["value"]
    whole, part = (values.get(measure, np.nan) for measure in CENTRE_MEASURES[:2])
    whole = whole if part == part else np.nan  # neither says anything without the other
    counts = {name: words.count(value) for name, value in (("whole", whole), ("part", part))}
    title = words("service-center.title" if whole > 0 else "service-center.title.counts", **counts)
    figure = style.frame(
        title,
        words(
            "service-center.subtitle.cells"
            if 0 < whole <= MOST_CELLS
            else "service-center.subtitle"
        ),
        source,
    )
    others = values[[measure for measure in CENTRE_MEASURES[2:] if measure in values]]
    blocks = figure.subplots(2 if whole > 0 else 1, 1, squeeze=False)[:, 0]
    if whole > 0:
        _department_bar(blocks[0], whole, part, words)
    _big_numbers(blocks[-1], others, words)
    style.settle(figure)
    details = [
        words("measure_of", measure=words.word(measure), value=words.count(value))
        for measure, value in values.items()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "value"]
    return Chart("service-center", figure, title, alt, source, words.table(table[columns]))


def _department_bar(axes: Axes, whole: float, part: float, words: Words) -> None:
    colour = style.ACCENT
    axes.barh(0, whole, 0.5, color=style.tint(colour, 0.3))
    axes.barh(0, part, 0.5, color=colour)
    if whole <= MOST_CELLS:
        axes.vlines(np.arange(1, whole), -0.26, 0.26, color="white", lw=1.2)
    for x, slug, align, value in (
        (0, "with_window", "left", part),
        (whole, "without_window", "right", whole - part),
    ):
        text = words(f"service-center.{slug}", count=words.count(value))
        axes.annotate(
            text, (x, 0.25), (0, 3), textcoords="offset points", ha=align, color=style.ink(colour)
        )
    axes.set(xlim=(0, whole), ylim=(-0.35, 0.75), xticks=[], yticks=[])
    style.bare(axes)


def _big_numbers(axes: Axes, values: pd.Series, words: Words) -> None:
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    for place, (measure, value) in enumerate(values.items()):
        x = place / max(len(values), 3)
        axes.text(
            x,
            0.5,
            words.count(value),
            size=22 if value < 1e6 else 14,
            va="baseline",
            color=style.INK,
        )
        axes.text(x, 0.38, words.start(str(measure)), va="top", color=style.QUIET)


def notices_table(report: Report) -> pd.DataFrame:
    """The periods of public notice in days, in document order: measures ending in `_notice`, a step a subject."""
    measures = [
        measure for measure in pd.unique(report.facts["measure"]) if measure.endswith("_notice")
    ]
    return measures_table(report, measures)


@style.house_style()
def notice_periods(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Public notices one after the other, a row a procedure, in days."""
    totals = table.groupby("measure", sort=False)["value"].agg(["sum", "size"])
    parts = [
        words(
            "notice-periods.total", measure=words.word(measure), days=words.count(days), steps=steps
        )
        for measure, days, steps in totals.itertuples()
    ]
    title = words("notice-periods.title", totals=words("list_comma").join(parts))
    figure = style.frame(title, words("notice-periods.subtitle"), source)
    axes = figure.subplots()
    labels: list[Text] = []
    for y, (_, rows) in enumerate(table.groupby("measure", sort=False)):
        starts = rows["value"].cumsum() - rows["value"]
        for step, (start, row) in enumerate(zip(starts, rows.itertuples(), strict=True)):
            axes.barh(
                y,
                row.value,
                0.5,
                left=start,
                color=style.tint(style.ACCENT, 0.15 + 0.15 * min(step, 2)),
                ec="white",
                lw=1.5,
            )
            days = words(
                "notice-periods.step", subject=words.start(row.subject), days=words.count(row.value)
            )
            labels.append(
                axes.text(start + row.value / 2, y, days, ha="center", va="center", color=style.INK)
            )
    axes.set_yticks(
        range(len(totals)), [words.start(str(measure)) for measure in totals.index], color=style.INK
    )
    axes.set(ylim=(len(totals) - 0.5, -0.5), xlim=(0, None), xlabel=words("notice-periods.axis"))
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True, steps=[1, 2, 5, 10]))
    axes.grid(axis="x")
    style.bare(axes, "left")
    style.keep_what_fits(figure, labels)
    details = [
        words(
            "notice_of",
            measure=words.word(row.measure),
            subject=words.word(row.subject),
            days=words.count(row.value),
        )
        for row in table.itertuples()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "subject", "period", "printed", "unit", "value"]
    return Chart("notice-periods", figure, title, alt, source, words.table(table[columns]))


@style.house_style()
def outreach(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Counts of outreach of very different size on a logarithmic axis, each with what its wording leaves open."""
    rows = table.sort_values("value", ascending=False)
    most, least = rows.iloc[0], rows.iloc[-1]
    title = words(
        "outreach.title",
        most=words.word(most["measure"]),
        most_count=words.stated(most),
        least=words.word(least["measure"]),
        least_count=words.stated(least),
    )
    figure = style.frame(title, words("outreach.subtitle"), source)
    axes = figure.subplots()
    for y, row in enumerate(rows.itertuples()):
        axes.plot(row.value, y, marker=">" if row.bound == "at_least" else "o", color=style.ACCENT)
        text = words.stated(row._asdict())
        axes.annotate(
            text, (row.value, y), (7, 0), textcoords="offset points", va="center", color=style.INK
        )
    names = [
        words("outreach.row", measure=words.start(r.measure), period=words.period(r.period))
        for r in rows.itertuples()
    ]
    axes.set_yticks(range(len(rows)), names, color=style.INK)
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(numticks=6))
    low, high = (
        10 ** np.floor(np.log10(least["value"])),
        10 ** np.ceil(np.log10(most["value"]) + 0.25),
    )
    axes.set(ylim=(len(rows) - 0.5, -0.5), xlim=(low, high), xlabel=words("outreach.axis"))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.count(x)))
    axes.minorticks_off()
    axes.grid(axis="x")
    style.bare(axes)
    style.settle(figure)
    details = [
        words("measure_of", measure=words.word(row["measure"]), value=words.stated(row))
        for _, row in rows.iterrows()
    ]
    alt = words.described(title, details)
    columns = ["office", "measure", "period", "printed", "unit", "bound", "value", "low", "high"]
    return Chart("outreach", figure, title, alt, source, words.table(table[columns]))


# -------------------------------------------------------------------------------------------------- in context


def in_context_table(
    report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> pd.DataFrame:
    """The printed filing rates of this report beside those of the same year and kind in the package's other reports.

    Columns: `report`, `place`, `subject`, `period`, `printed`, `filing_rate` (a share of 1), `standing` (first-hand
    or reprint), `source`, `published`. A year and kind that no other report prints is left out, and nothing is
    interpolated. Only rates with exact wording take part.
    """
    here = _printed_rates(report)
    chosen = here["period"].isin([str(year) for year in years] or here["period"])
    here = here[chosen & here["subject"].isin(kinds or here["subject"])]
    others = [load_report(name) for name in report_ids() if name != report.id]
    beside = pd.concat([_printed_rates(other) for other in others])
    beside = beside.merge(here[["period", "subject"]], on=["period", "subject"])
    here = here.merge(beside[["period", "subject"]].drop_duplicates(), on=["period", "subject"])
    return pd.concat([here, beside], ignore_index=True)


def _printed_rates(report: Report) -> pd.DataFrame:
    rates = report.facts[
        (report.facts["measure"] == "filing_rate") & (report.facts["bound"] == "exact")
    ]
    columns = ["subject", "period", "printed"]
    return rates[columns].assign(
        report=report.id,
        place=report.place,
        filing_rate=rates["value"],
        standing=report.card.standing,
        source=report.card.sources[0].title,
        published=report.card.created.date().isoformat(),
    )[["report", "place", *columns, "filing_rate", "standing", "source", "published"]]


@style.house_style()
def in_context(table: pd.DataFrame, words: Words, source: str) -> Chart:
    """Each rate beside those of other places for the same year and kind, the highest first: a row a place, or, of
    more places than have room, a row a year."""
    home = table["report"].iloc[0]
    title = _context_title(table, home, words)
    low = _floor(table["filing_rate"].min())
    cut = words("axis_cut", start=words.percent(low, 0)) if low else ""
    subjects = list(pd.unique(table["subject"]))
    hues = style.colours(subjects)
    at_home = table["report"] == home
    ranked = table.assign(
        at_home=at_home, colour=table["subject"].map(hues).where(at_home, style.QUIET)
    )
    ranked = ranked.sort_values("filing_rate", ascending=False, ignore_index=True)
    sizes = ranked.groupby(["period", "subject"]).size().groupby("period").max()
    stacked = int(sizes.max()) <= MOST_PLACES_STACKED
    heights = sizes if stacked else sizes * 0 + 1
    tops = (heights + 0.8).cumsum() - heights - 0.8
    source = _context_sources(table, home, words, source)
    figure = style.frame(title, words("in-context.subtitle") + cut, source)
    labels: list[Text] = []
    for axes, subject in zip(style.panels(figure, len(subjects)), subjects, strict=True):
        for period, rows in ranked[ranked["subject"] == subject].groupby("period"):
            draw_places = _places_stacked if stacked else _places_abreast
            labels += draw_places(axes, rows, float(tops[period]), words)
        style.panel_title(axes, words.start(subject), hues[subject])
        axes.set(xlim=(low, 1 + 0.55 * (1 - low)), ylim=(float((heights + 0.8).sum()) - 0.8, -0.7))
        axes.set_xticks(
            [low, (1 + low) / 2, 1], [words.percent(x, 0) for x in (low, (1 + low) / 2, 1)]
        )
        axes.set_yticks(list(tops), [words.period(str(period)) for period in tops.index])
        style.bare(axes, "bottom")
    style.keep_what_fits(figure, labels)
    details = [
        words("in-context.row", place=words.word(row.place), rate=_rate_of(row, row.printed, words))
        for row in table.itertuples()
    ]
    return Chart(
        "in-context", figure, title, words.described(title, details), source, words.table(table)
    )


def _context_sources(table: pd.DataFrame, home: str, words: Words, source: str) -> str:
    """Who printed each rate; of more places than have room, only how many they are."""
    others = table[table["report"] != home].drop_duplicates("report")
    if len(others) > MOST_PLACES_STACKED:
        return words("in-context.sources.many", home=source, places=len(others))
    notes = [_context_source(row, words) for row in others.itertuples()]
    named = words("in-context.sources", home=source, others=words("list_break").join(notes))
    return named + (words("in-context.note") if "reprint" in set(table["standing"]) else "")


def _places_stacked(axes: Axes, rows: pd.DataFrame, top: float, words: Words) -> list[Text]:
    """A row a place, each beside its name and rate: all of them are needed, so none may be taken away."""
    for y, row in enumerate(rows.itertuples()):
        _place(axes, row, top + y, words, (5, 0), {"va": "center"})
    return []


def _places_abreast(axes: Axes, rows: pd.DataFrame, top: float, words: Words) -> list[Text]:
    """All places in one row; the labels, which may not all fit: this report's, then the highest and the lowest."""
    labels = {
        row.Index: _place(axes, row, top, words, (-3, 4), {"ha": "left"})
        for row in rows.itertuples()
    }
    wanted = list(dict.fromkeys([*rows.index[rows["at_home"]], *rows.index[[0, -1]]]))
    for place in set(labels) - set(wanted):
        labels[place].remove()
    return [labels[place] for place in wanted]


def _place(
    axes: Axes, row: Any, y: float, words: Words, offset: tuple[int, int], alignment: dict[str, str]
) -> Text:
    face = row.colour if row.at_home else "white"
    axes.plot(
        row.filing_rate,
        y,
        marker="o",
        color=row.colour,
        mfc=face,
        ms=4.5,
        zorder=3 if row.at_home else 2,
    )
    return axes.annotate(
        words("in-context.point", place=_marked(row, words), rate=row.printed),
        (row.filing_rate, y),
        offset,
        textcoords="offset points",
        size=style.SMALL_PT,
        color=style.ink(row.colour),
        **alignment,  # type: ignore[arg-type]
    )


def _marked(row: Any, words: Words) -> str:
    """The place, with the mark that says its figure was read in a reprint."""
    return words.word(row.place) + (
        words("in-context.reprint_mark") if row.standing == "reprint" else ""
    )


def _context_source(row: Any, words: Words) -> str:
    return words(
        "in-context.source",
        place=_marked(row, words),
        title=words.word(row.source),
        published=row.published,
    )


def _context_title(table: pd.DataFrame, home: str, words: Words) -> str:
    """In how many comparisons with another place this one's rate is the higher."""
    here = table[table["report"] == home].set_index(["period", "subject"])["filing_rate"]
    beside = table[table["report"] != home]
    pairs = beside.join(here.rename("here"), on=["period", "subject"])
    parts = [
        words(
            "in-context.part",
            subject=words.word(subject),
            higher=int((rows["here"] > rows["filing_rate"]).sum()),
            pairs=len(rows),
        )
        for subject, rows in pairs.groupby("subject", sort=False)
    ]
    place = words.word(table["place"].iloc[0])
    return words("in-context.title", place=place, parts=words("list_comma").join(parts))


# ----------------------------------------------------------------------------------------------------- by name


def _changes_shown(report: Report, years: Sequence[int], kinds: Sequence[str]) -> pd.DataFrame:
    changes = year_on_year(filings(report, years, kinds))
    return changes[changes["measure"].isin(["due", "filed", "filing_rate"])]


def _last_counts_of_centre(report: Report, *_: object) -> pd.DataFrame:
    table = measures_table(report, CENTRE_MEASURES)
    return table[table["period"] == table["period"].max()]


def _outreach_counts(report: Report, *_: object) -> pd.DataFrame:
    """A logarithmic axis has no place for nothing."""
    table = measures_table(report, OUTREACH_MEASURES)
    return table[table["value"] > 0]


def _rates_if_any_decided(
    report: Report, years: Sequence[int], kinds: Sequence[str]
) -> pd.DataFrame:
    table = stated_rates_table(report, years, kinds)
    return table if table["recomputed"].notna().any() else table.iloc[:0]


TableOf = Callable[[Report, Sequence[int], Sequence[str]], pd.DataFrame]
ChartOf = Callable[[pd.DataFrame, Words, str], Chart]

# name: the table it takes, the columns it cannot do without, the chart
CHARTS: dict[str, tuple[TableOf, list[str], ChartOf]] = {
    "stated-rates": (_rates_if_any_decided, [], stated_rates),
    "rate-trend": (filings, ["filing_rate"], rate_trend),
    "due-and-filed": (filings, ["due", "filed"], due_and_filed),
    "year-on-year": (_changes_shown, [], year_on_year_changes),
    "unfiled": (filings, ["unfiled"], unfiled),
    "abnormal-list": (lambda report, *_: listed_and_unfiled(report), [], abnormal_list),
    "service-center": (_last_counts_of_centre, [], service_center),
    "notice-periods": (lambda report, *_: notices_table(report), [], notice_periods),
    "outreach": (_outreach_counts, [], outreach),
    "in-context": (in_context_table, [], in_context),
}


def table_for(
    name: str, report: Report, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> pd.DataFrame:
    """The rows that a chart of this name shows. Raises NothingToDraw where the report prints none of its numbers."""
    table_of, needed, _ = CHARTS[name]
    table = table_of(report, years, kinds).dropna(subset=needed)
    if table.empty:
        raise NothingToDraw(name, report.id)
    return table


def draw(
    name: str, report: Report, words: Words, years: Sequence[int] = (), kinds: Sequence[str] = ()
) -> Chart:
    """Draw one chart of a report by its name. Raises NothingToDraw where the report prints none of its numbers,
    and style.TooMuchForOneChart where it prints more than one chart can show."""
    table = table_for(name, report, years, kinds)
    chart = CHARTS[name][2](table, words, source_line(report, words))
    return replace(chart, years=tuple(years), kinds=tuple(kinds))


def source_line(report: Report, words: Words) -> str:
    """Who published what and when, from the source card."""
    source = report.card.sources[0]
    day = report.card.created
    return words(
        "source_line" if report.card.publisher else "source_line.anonymous",
        publisher=words.word(report.card.publisher),
        title=words.word(source.title),
        year=day.year,
        month=words(f"month_{day.month}"),
        day=day.day,
    )
