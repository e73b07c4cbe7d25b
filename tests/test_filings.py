import pytest

from laicheng_data.facts.report import Report
from laicheng_data.tables.filings import UnknownChoice, filings, listed_and_unfiled, year_on_year


def test_unfiled_is_due_less_filed(report: Report) -> None:
    table = filings(report)
    assert (table["unfiled"] == table["due"] - table["filed"]).all()


def test_no_value_is_invented_for_a_year_the_report_leaves_out(report: Report) -> None:
    table = filings(report, kinds=["cooperative"])
    assert "2013" not in set(table["period"])


def test_an_unknown_year_or_kind_is_refused_with_what_there_is(report: Report) -> None:
    with pytest.raises(UnknownChoice, match=r"years: .* '1999'; it has 2013, 2014, 2015"):
        filings(report, years=[1999])
    with pytest.raises(UnknownChoice, match=r"kinds: .* 'enterprize'; did you mean enterprise\?"):
        filings(report, kinds=["enterprize"])


def test_counts_change_in_per_cent_and_rates_in_percentage_points(report: Report) -> None:
    changes = year_on_year(filings(report))
    units = changes.groupby("measure")["unit"].unique().map(list).to_dict()
    assert units.pop("filing_rate") == ["percentage_points"]
    assert all(unit == ["percent"] for unit in units.values())


def test_a_rate_changes_by_the_difference_of_the_printed_rates(report: Report) -> None:
    changes = year_on_year(filings(report, kinds=["cooperative"]))
    assert changes.query("measure == 'filing_rate'")["change"].item() == pytest.approx(
        92.32 - 95.57
    )


def test_a_year_without_its_predecessor_has_no_change(report: Report) -> None:
    assert year_on_year(filings(report, years=[2013, 2015])).empty


def test_the_list_stands_beside_the_units_that_did_not_file(report: Report) -> None:
    both = listed_and_unfiled(report).set_index("subject")
    assert both.loc["all", "unfiled"] == both.drop("all")["unfiled"].sum()
    assert (both["difference"] == both["listed"] - both["unfiled"]).all()
