"""Who did not file, year by year, and how many more or fewer than the year before."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from laicheng_data.charts import layout, style
from laicheng_data.charts.big_numbers import draw_numbers
from laicheng_data.charts.chart import Chart, Declaration, Material, filings_of
from laicheng_data.charts.numbers import (
    bounds_note,
    count_cell,
    count_sentences,
    format_count,
    more_or_fewer,
)
from laicheng_data.charts.panels import Panel, count_panels
from laicheng_data.charts.rows import Look, Row, draw_rows, frame_rows
from laicheng_data.charts.style import Format
from laicheng_data.tables.filings import unfiled_changes
from laicheng_data.tables.naming import filing_year
from laicheng_data.words import Words

LATEST = 0.75  # how much of its colour a kind keeps in the last year, which the title tells
_FEW = 6  # years, beside which numbers need not be small
_THICK = 0.66  # of a row, that a bar takes


def unfiled(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """Bars of those due who did not file, all to one scale, all together first, with the change
    from the year before."""
    title, rows = _title(table, words), _rows(table, words)
    has_change = any("change" in row.texts for row in rows)
    plain, noted = words("unfiled.subtitle"), bounds_note(table, words)
    reading = plain + (words("unfiled.change") if has_change else "") + noted
    if len(table) == 1:
        row = next(table.itertuples())
        alone = (_count(row, words), words.start(row.subject), filing_year(row.period, words))
        figure = layout.frame(title, plain + noted, source, form)
        draw_numbers(figure.subplots(), {"": [alone]})
    else:
        look, hues = Look(_draw_mark), {"all": style.INK, **style.colours(table["subject"])}
        figure, shown = frame_rows(rows, rows, (title, reading), source, form, look, words)
        if len(shown) == len(rows):
            draw_rows(figure, rows, hues, look, words)
        else:
            figure = layout.frame(title, plain + noted, source, form)
            _draw_panels(figure, _add_total(table), words)
    layout.fix_layout(figure)
    alt = words.described(title, count_sentences(table, words, "unfiled_in", "unfiled"))
    data = words.table(table[["period", "subject", "unfiled"]])
    return Chart("unfiled", figure, title, alt, source, data)


def _count(row: Any, words: Words) -> str:
    return (
        count_cell(row, "unfiled", words) if row.unfiled == row.unfiled else words("not_worked_out")
    )


def _rows(table: pd.DataFrame, words: Words) -> list[Row]:
    """All together, and then the kinds one after the other, each with its years, the last one
    darker."""
    changes = unfiled_changes(table).set_index(["subject", "period"])
    subjects, periods = style.sort_subjects(table["subject"]), sorted(table["period"].unique())
    together = len(subjects) > 1 and "all" in changes.index.get_level_values("subject")
    kinds = [subject for subject in subjects if not together or subject != "all"]
    printed = set(table[["subject", "period"]].itertuples(index=False, name=None))
    columns = ["unfiled", *(["change"] if changes["difference"].notna().any() else [])]
    rows = []
    for subject in [*(["all"] if together else []), *kinds]:
        for period in periods:
            shade = LATEST if period == periods[-1] else style.NOT_FILED
            if (subject, period) in changes.index:
                row = changes.loc[(subject, period)]
                ends = {"unfiled": row["unfiled"]}
                texts = {name: _texts(row, words)[name] for name in columns}
                rows.append(Row(subject, period, texts, ends, shade=shade))
            else:
                is_printed = subject not in subjects or (subject, period) in printed
                why = words("not_worked_out" if is_printed else "not_printed")
                rows.append(Row(subject, period, dict.fromkeys(columns, why), {}, columns))
    return rows


def _texts(row: pd.Series, words: Words) -> dict[str, str]:
    """The number, and how many more or fewer than the year before, if there is one."""
    more = row["difference"]
    size = format_count(abs(more), row["difference_step"], words) if more == more else ""
    signed = size if not more else f"{'+' if more > 0 else '−'}{size}"
    number = format_count(row["unfiled"], row["step"], words)
    return {"unfiled": number, "change": signed if size else ""}


def _draw_mark(axes: Axes, measure: str, y: float, start: float, end: float, colour: str) -> None:
    axes.barh(y, end - start, _THICK, left=start, color=colour)


def _draw_panels(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    """One panel a kind, all to one scale, and one bar a year, the last one darker, each below its
    number."""
    subjects, periods = style.sort_subjects(table["subject"]), sorted(table["period"].unique())
    hues = style.colours(table["subject"])
    size, height = (style.LABEL_PT, 0.4) if len(periods) <= _FEW else (style.SMALL_PT, 0.24)
    for axes, subject in zip(layout.add_panels(figure, len(subjects)), subjects, strict=True):
        hue = hues[subject]
        rows = {row.period: row for row in table[table["subject"] == subject].itertuples()}
        for y, period in enumerate(periods):
            shade = style.tint(hue, LATEST if period == periods[-1] else style.NOT_FILED)
            row = rows.get(period)
            axes.barh(y, row.unfiled if row else 0, height, color=shade)
            known = row is not None and row.unfiled == row.unfiled
            axes.annotate(
                _count(row, words) if row else words("not_printed"),
                (0, y - height / 2),
                (2, 1),
                textcoords="offset points",
                va="bottom",
                color=style.ink(hue) if known else style.QUIET,
                size=size,
            )
        layout.set_panel_title(axes, words.start(subject), hue)
        most = max(table["unfiled"].max(), 1)
        axes.set(xticks=[], ylim=(len(periods) - 0.5, -0.75), xlim=(0, 1.06 * most))
        names = [filing_year(period, words) for period in periods]
        axes.set_yticks(range(len(periods)), names, size=size)
        layout.strip_axes(axes, "left")


def _title(table: pd.DataFrame, words: Words) -> str:
    """How many did not file for the last year, how many more or fewer than the year before, and
    of which kind the number changed most the same way."""
    last = unfiled_changes(table)
    last = last[last["period"] == last["period"].max()]
    totals = last[last["subject"] == "all"]
    if len(last) > 1 and not totals.empty:
        return _title_of_all(totals.iloc[0], last[last["subject"] != "all"], words)
    parts = [_part_clause("unfiled.title.one", row, words) for _, row in last.iterrows()]
    return words("list_semicolon").join(parts[:1] if len(parts) == 1 else parts)


def _title_of_all(total: pd.Series, kinds: pd.DataFrame, words: Words) -> str:
    title = _part_clause("unfiled.title.all", total, words)
    are_all = kinds["difference"].sum(skipna=False) == total["difference"]  # or some are not drawn
    same_way = kinds[kinds["difference"] * total["difference"] > 0]
    if len(kinds) < 2 or not are_all or same_way.empty:
        return title
    row = same_way.loc[same_way["difference"].abs().idxmax()]
    return words(
        "unfiled.title.part",
        title=title,
        subject=words.word(str(row["subject"])),
        difference=more_or_fewer(row["difference"], row["difference_step"], words),
    )


def _part_clause(sentence: str, row: pd.Series, words: Words) -> str:
    number = format_count(row["unfiled"], row["step"], words)
    said = {"year": row["period"], "count": number, "subject": words.word(row["subject"])}
    if row["difference"] != row["difference"]:
        return words(f"{sentence}.alone", **said)
    change = more_or_fewer(row["difference"], row["difference_step"], words)
    return words(sentence, **said, previous=int(row["period"]) - 1, difference=change)


def _table(material: Material) -> pd.DataFrame:
    """Years of which counts are printed but nothing can be worked out stay, and say so; a chart has
    other years too. Where the report has kinds that are not shown, these are `some` of them."""
    table = filings_of(material).dropna(subset=["due", "filed", "unfiled"], how="all")
    table = table.assign(some=bool(material.kinds) and _is_narrowed(material))
    return table if table["unfiled"].notna().any() else table.iloc[:0]


def _is_narrowed(material: Material) -> bool:
    """Whether the report has kinds that were not chosen."""
    every = set(Material(material.report).filings["subject"]) - {"all"}
    return not every <= set(material.kinds)


def _add_total(table: pd.DataFrame) -> pd.DataFrame:
    """The table with all together as its first kind, where that is known of any year, and there is
    a colour for one kind more."""
    changes = unfiled_changes(table)
    totals = changes.loc[changes["subject"] == "all", ["period", "unfiled", "step"]]
    shown = style.sort_subjects(table["subject"])
    every = [kind for kind in style.every_subject(table["subject"]) if kind != "all"]
    if "all" not in shown and not totals.empty and 1 < len(shown) < len(style.PALETTE):
        periods = pd.DataFrame({"period": sorted(table["period"].unique())})
        totals = periods.merge(totals.rename(columns={"step": "unfiled_step"}), how="left")
        totals = totals.assign(subject="all", unfiled_bound="exact")
        table = pd.concat([table.astype({"subject": object}), totals], ignore_index=True)
    return table.assign(subject=pd.Categorical(table["subject"], ["all", *every]))


def _panels(table: pd.DataFrame, words: Words) -> list[list[Panel]]:
    """All together first, as in the picture, and a panel a kind."""
    return count_panels(_add_total(table), words, {"unfiled": style.NOT_FILED}, LATEST)


UNFILED = Declaration(
    "unfiled",
    _table,
    unfiled,
    panels=_panels,
    explorer={"unfiled": 0},
    story={"change": 0},
    topic="filing",
)
