import random
import threading
from itertools import combinations, pairwise

import matplotlib as mpl
import pandas as pd
import pytest
import seaborn as sns
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from uniseg.linebreak import line_break_units

from laicheng_data.charts import breaks, layout, style
from laicheng_data.charts.legibility import CONTRAST, contrast


def test_no_thread_changes_the_style_while_another_draws() -> None:
    entered = threading.Event()

    def draw() -> None:
        with style.house_style():
            entered.set()

    other = threading.Thread(target=draw)
    with style.house_style():
        other.start()
        assert not entered.wait(0.2)
        assert mpl.rcParams["font.family"] == ["Noto Sans SC"]
    other.join(10)
    assert entered.is_set()


def test_no_line_is_left_with_a_word_of_its_own() -> None:
    text = "Due to file, 2013–2015: enterprises up 23.9%, individual businesses up (12.0%)"
    with style.house_style():
        for width in range(150, 400, 10):
            greedy, even = (
                f(text, 10, width).split("\n")
                for f in (layout.wrap_for_chart, layout.wrap_balanced)
            )
            assert len(even) == len(greedy) and " ".join(even) == " ".join(greedy)
            longest = [
                max(layout.text_width(line, 10) for line in lines) for lines in (greedy, even)
            ]
            assert longest[1] <= longest[0]
            assert len(even) == 1 or len(even[-1].split()) > 1


@pytest.mark.parametrize("width", range(90, 300, 10))
def test_no_line_ends_amid_a_chinese_word_or_between_a_number_and_what_it_counts(
    width: int,
) -> None:
    whole = ("农民专业合作社", "个体工商户", "少245户", "2015年度", "1.2万份", "33.9%")
    text = "2015年度个体工商户少245户，农民专业合作社减少33.9%，另发放明白纸1.2万份"
    with style.house_style():
        for fit in (layout.wrap_for_chart, layout.wrap_balanced, layout.wrap_spaced):
            lines = fit(text, 11.5, width)
            assert lines.replace("\n", "") == text
            assert all(word in lines for word in whole)


def test_a_title_takes_a_line_more_where_that_keeps_a_chinese_phrase_whole() -> None:
    text = "报告给出的各项数字合计互相符合；其他各项数字之间没有差异"
    with style.house_style():
        assert layout.wrap_spaced(text, 10, 160).split("\n")[1].startswith("其他")
        assert layout.wrap_balanced(text, 10, 160).count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "农民专业合作社应报户数减少，" * 5,
        "a word and another, " * 12,
        "字" * 80,
        "unbreakable" * 20,
    ],
)
def test_no_line_is_wider_than_its_room(text: str) -> None:
    with style.house_style():
        lines = layout.wrap_for_chart(text, 10, 200).split("\n")
        assert len(lines) > 1
        assert max(layout.text_width(line, 10) for line in lines) <= 200


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=8), st.floats(0.01, 2))
def test_labels_that_are_spread_keep_their_order_and_distance(
    wanted: list[float], gap: float
) -> None:
    placed = sorted(
        zip(wanted, layout.spread_positions(wanted, gap), strict=True),
        key=lambda pair: (pair[0], pair[1]),
    )
    places = [place for _, place in placed]
    assert all(after - before >= gap * 0.999999 for before, after in pairwise(places))


def test_labels_with_room_stay_where_they_are() -> None:
    assert layout.spread_positions([1.0, 5.0, 3.0], 0.5) == [1.0, 5.0, 3.0]


@pytest.mark.parametrize("colour", ["#1d9e77", "#d55e00", "#ffff00", "#0b3266"])
def test_text_is_dark_enough_to_read(colour: str) -> None:
    assert contrast(to_rgb(style.ink(colour)), style.WHITE) >= CONTRAST


def test_one_kind_more_than_eyes_can_tell_apart_is_refused() -> None:
    most = len(style.PALETTE)
    kinds = [f"kind_{number}" for number in range(most + 1)]
    assert len(set(style.colours(kinds[:most]).values())) == most
    with pytest.raises(style.TooMuchForOneChart, match=f"kind_{most} is one kind too many"):
        style.colours(kinds)


def test_a_subject_keeps_colour_and_marker_in_a_part_of_its_report() -> None:
    every = pd.Series(pd.Categorical(list("abcd"), list("abcd")))
    part = every[2:]
    assert style.colours(part) == {kind: style.colours(every)[kind] for kind in part}
    assert all(style.markers(part)[kind] == style.markers(every)[kind] for kind in part)


def test_a_subject_has_the_same_colour_in_whatever_company() -> None:
    alone, together = (
        style.colours(["cooperative"]),
        style.colours(["kind_a", "enterprise", "cooperative"]),
    )
    assert alone["cooperative"] == together["cooperative"]


def test_seaborn_does_not_undo_the_chinese_font() -> None:
    sns.set_theme()
    with style.house_style():
        assert Figure().text(0, 0, "年报").get_fontfamily() == ["Noto Sans SC"]
    sns.reset_orig()


def test_of_two_labels_in_one_place_the_first_is_kept() -> None:
    with style.house_style():
        figure = layout.frame("title", "subtitle", "source")
        axes = figure.subplots()
        labels = [
            axes.text(0.5, 0.5, "first"),
            axes.text(0.5, 0.5, "second"),
            axes.text(0.5, 0.9, "elsewhere"),
        ]
        layout.remove_overlaps(figure, labels)
        assert [text.get_text() for text in axes.texts] == ["first", "elsewhere"]


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_any_colour_becomes_dark_enough_to_read(rgb: tuple[int, ...]) -> None:
    colour = "#" + "".join(f"{channel:02x}" for channel in rgb)
    assert contrast(to_rgb(style.ink(colour)), style.WHITE) >= CONTRAST


def test_a_colour_that_is_dark_enough_stays_as_it_is() -> None:
    assert style.ink("#0b3266") == "#0b3266"


def test_the_house_style_leaves_nothing_behind() -> None:
    before = dict(mpl.rcParams)
    with style.house_style():
        assert dict(mpl.rcParams) != before
    assert dict(mpl.rcParams) == before


def test_more_text_in_larger_type_is_wider() -> None:
    with style.house_style():
        widths = [
            layout.text_width("", 8),
            layout.text_width("年报", 8),
            layout.text_width("年报", 16),
        ]
        assert widths[0] == 0 < widths[1] < layout.text_width("年报率", 8)
        assert widths[2] == pytest.approx(2 * widths[1], rel=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_of_a_crowd_of_labels_none_that_stay_touch_or_leave_the_picture(seed: int) -> None:
    places = random.Random(seed)
    with style.house_style():
        figure = layout.frame("title", "subtitle", "source")
        axes = figure.subplots()
        labels = [
            axes.text(places.uniform(-0.2, 1.2), places.random(), f"label {n}", in_layout=False)
            for n in range(60)
        ]
        layout.remove_overlaps(figure, labels)
        kept = [text.get_window_extent() for text in axes.texts]
    assert 1 < len(kept) < len(labels)
    assert not any(a.overlaps(b) for a, b in combinations(kept, 2))
    assert all(box.x0 >= 0 and box.x1 <= style.SLIDE.width for box in kept)


def test_a_label_gives_way_to_an_obstacle() -> None:
    with style.house_style():
        figure = layout.frame("title", "subtitle", "source")
        axes = figure.subplots()
        labels = [axes.text(0.5, 0.5, "over the bar"), axes.text(0.5, 0.9, "free")]
        axes.barh(0.5, 0.55, 0.1)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        layout.remove_overlaps(figure, labels)
        assert [text.get_text() for text in axes.texts] == ["free"]


@pytest.mark.parametrize("share", [1, 1.0])
def test_all_of_a_colour_is_the_colour(share: float) -> None:
    assert style.tint("#0b3266", share) == "#0b3266"
    assert style.tint("#0b3266", 0.0) == "#ffffff"


def test_a_note_without_room_above_its_point_moves_below_it() -> None:
    with style.house_style():
        figure = layout.frame("title", "subtitle", "source")
        axes = figure.subplots()
        axes.plot([0, 1, 2], [2, 1, 2], marker="o")
        note = axes.annotate(
            "a rather long note in the valley",
            (1, 1),
            (0, 5),
            textcoords="offset points",
            ha="center",
        )
        axes.set_ylim(-2, 2)
        layout.remove_overlaps(figure, [note])
        assert list(axes.texts) == [note]
        assert note.xyann == (0, -5)


@pytest.mark.parametrize("text", ["复算（g", "2013年", "Recomputed", "—"])
def test_words_beside_each_other_stand_on_one_line_whatever_their_ink(text: str) -> None:
    with style.house_style():
        figure = layout.frame("title", "subtitle", "source")
        axes = figure.subplots()
        pair = [axes.text(x, 0.5, words, va="center") for x, words in ((0.1, "1,088"), (0.6, text))]
        layout.fix_layout(figure)
        lines = [one.get_transform().transform(one.get_position())[1] for one in pair]
    assert lines[0] == pytest.approx(lines[1])
    assert {one.get_verticalalignment() for one in pair} == {"baseline"}


@given(
    st.text("的民 abZ09，。（）《“\"'-—.,%:/、々ー\u200b\u200d\u0301\u00a0$…«’ 　０", min_size=1)
)
def test_a_line_may_end_wherever_unicode_lets_it(text: str) -> None:
    assert breaks.plain_units(text) == list(line_break_units(text))
