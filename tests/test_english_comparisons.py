"""What English sentences hold against each other: one number and another, an amount and its rate,
a part in brackets and the number before it. All of it is made up."""

import pytest

from tests.conftest import Page
from tests.test_proposals import claims


def proposed(page: Page, *said: str) -> dict[str, tuple[str, str]]:
    return claims(page(*(f"<p>{line}</p>" for line in said), title="Report of the year 2019"))


@pytest.mark.parametrize(
    "said",
    [
        "Thefts rose by 10% to 4,907 in the year, compared to 4,461 in the 12 months before.",
        "The 12 forces recorded 4,907 thefts in 29 towns, up 10% on the year before, when 4,461"
        " were recorded.",
        "A 10% increase in thefts (4,907 against 4,461 in 2018).",
        "There was a 10% increase in thefts, up from 4,461 the year before to 4,907.",
        "Thefts have increased (from 4,461 to 4,907) by 10%.",
    ],
)
def test_a_rate_is_the_change_of_what_is_compared_in_its_sentence(page: Page, said: str) -> None:
    assert proposed(page, said)["10%"] == ("growth", "4,907 4,461")


def test_what_goes_on_compares_the_number_of_the_sentence_before(page: Page) -> None:
    found = proposed(
        page,
        "Crews were called to 57,604 incidents.",
        "This was a 2% increase compared with the year before (56,643).",
    )
    assert found["2%"] == ("growth", "57,604 56,643")


def test_a_rate_stands_before_what_is_compared_in_the_next_sentence(page: Page) -> None:
    found = proposed(
        page,
        "The number of new claims fell by 32% compared with the three months before.",
        "There were 16,120 claims compared with 23,685 between October and December.",
    )
    assert found["32%"] == ("decline", "16,120 23,685")


@pytest.mark.parametrize(
    "said",
    [
        "Thefts fell by 10% to 4,907 in the year, compared to 4,461 in the year before.",
        "Of these 4,907 thefts 10% were solved; there were 4,461 burglaries.",
        "Thefts took 10% of time, down from 14% in 2005. There were 4,907, down from 5,706.",
    ],
)
def test_no_change_is_made_of_what_is_another_or_no_change(page: Page, said: str) -> None:
    assert not {"growth", "decline"} & {kind for kind, _ in proposed(page, said).values()}


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("There were 74,064 births, 1,242 or 1.6% fewer.", ("decline", "74,064 74,064+1,242")),
        (
            "Appeals dropped by 2,157 filings (down 7.1 percent) to 28,066.",
            ("decline", "28,066 28,066+2,157"),
        ),
        (
            "The cost was £14.039 million, which was £787,000 (5.9%) above the estimate.",
            ("growth", "14.039 14.039+-787,000"),
        ),
    ],
)
def test_an_amount_beside_a_rate_gives_what_was_before(
    page: Page, said: str, claim: tuple[str, str]
) -> None:
    rate = next(printed for printed in ("1.6%", "7.1", "5.9%") if printed in said)
    assert proposed(page, said)[rate] == claim


def test_an_amount_that_is_hardly_rounded_to_anything_gives_no_rate(page: Page) -> None:
    found = proposed(page, "Absences rose by 1 million (15%), cancellations by 4.5 million.")
    assert "15%" not in found


def test_shares_with_their_parts_in_brackets_are_of_the_number_before_them(page: Page) -> None:
    found = proposed(
        page,
        "There were 5,273 decisions in March, of which 33% were grants (1,760), and 4% were stays"
        " (192). This compares with 5,142 decisions in April, of which 27% were grants (1,370).",
    )
    assert found["33%"] == ("share", "1,760 5,273")
    assert found["4%"] == ("share", "192 5,273")
    assert found["27%"] == ("share", "1,370 5,142")


def test_a_part_in_brackets_is_of_what_its_share_names(page: Page) -> None:
    found = proposed(
        page,
        "There were 18,285 fires attended.",
        "Deaths fell to 253 in 41 towns.",
        "Fires in houses still accounted for 40% of fires attended (7,321).",
    )
    assert found["40%"] == ("share", "7,321 18,285")


def test_a_balance_is_the_difference_of_two_counts_before_it(page: Page) -> None:
    found = proposed(
        page,
        "In March 7,004 children were born and 11,606 people died.",
        "The natural loss was 4,602, as against 5,522 in March 2018.",
    )
    assert found["4,602"] == ("sum", "11,606 -7,004")


def test_a_change_alone_in_its_sentence_is_the_difference_of_two_before_it(page: Page) -> None:
    found = proposed(
        page,
        "Claims in 36 countries fell by 22 percent.",
        "They totalled 271,700 this year, compared with 349,600 before. That is a drop of 77,900.",
        "Of these 90,500 were lodged in summer in 36 countries, after 87,100 in spring. That was 24"
        " percent below the summer of 2018 (118,500).",
    )
    assert found["22"] == ("decline", "271,700 349,600")
    assert found["77,900"] == ("sum", "349,600 -271,700")
    assert found["24"] == ("decline", "90,500 118,500")


def test_figures_in_lines_of_their_own_add_up_by_their_years(page: Page) -> None:
    years = "November 2022 to October 2023", "January to December 2019"
    figures = (
        ("All visits", "3,643,609", "3,354,919"),
        ("New", "1,028,204", "892,745"),
        ("Return", "2,615,405", "2,462,174"),
        ("Beds", "648,002", "602,819"),
    )
    said = [
        line
        for name, now, before in figures
        for line in (name, years[0], now, years[1], before)
    ]  # fmt: skip
    assert proposed(page, *said) == {
        "3,643,609": ("sum", "1,028,204 2,615,405"),
        "3,354,919": ("sum", "892,745 2,462,174"),
    }


def test_an_amount_or_its_rate_may_stand_with_a_comma(page: Page) -> None:
    found = proposed(
        page, "The count rose by 6,838 prisoners, or 3.4 percent in 2009, to a high of 208,118."
    )
    assert found["3.4"] == ("growth", "208,118 208,118+-6,838")


def test_a_number_that_is_called_no_balance_is_none(page: Page) -> None:
    found = proposed(
        page,
        "In March 7,004 children were born and 11,606 people died.",
        "The library lent 4,602 books.",
    )
    assert found == {}
