"""Stated rates: how far each recomputed rate lies from the printed one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from laicheng_data.charts import layout, style
from laicheng_data.charts.chart import Chart, Declaration, Material
from laicheng_data.charts.rates import rate_of
from laicheng_data.charts.style import Format
from laicheng_data.tables.rates import stated_rates_table
from laicheng_data.words import Words


def stated_rates(table: pd.DataFrame, words: Words, source: str, form: Format) -> Chart:
    """How far each recomputed rate lies from the printed one, inside the band that rounding
    leaves."""
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
    figure = layout.frame(title, subtitle, note + source, form)
    _deviation_panels(figure, decided, words)
    alt = words.described(title, [rate_of(row, row.printed, words) for row in decided.itertuples()])
    return Chart("stated-rates", figure, title, alt, source, words.table(table))


def _deviation_panels(figure: Figure, table: pd.DataFrame, words: Words) -> None:
    subjects, periods = (
        style.in_order(table["subject"]),
        sorted(table["period"].unique(), reverse=True),
    )
    hues = style.colours(table["subject"])
    for axes, subject in zip(layout.panels(figure, len(subjects)), subjects, strict=True):
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
        layout.panel_title(axes, words.start(subject), hues[subject])
        axes.set(xlim=(-1.4, 1.4), ylim=(-0.5, len(periods) - 0.25), xticks=[-1, -0.5, 0, 0.5, 1])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.signed(x, 1) if x else "0"))
        axes.set_yticks(range(len(periods)), [words.period(period) for period in periods])
        layout.bare(axes, "bottom")
    layout.settle(figure)


def _table(material: Material) -> pd.DataFrame:
    table = stated_rates_table(material.report, material.years, material.kinds, material.verdicts)
    decided = table[table["verdict"] != "undecidable"]
    return table if decided["recomputed"].notna().any() else table.iloc[:0]


STATED_RATES = Declaration(
    "stated-rates", _table, stated_rates, explorer={"filing_rate": 2}, story={"check": 0}
)
