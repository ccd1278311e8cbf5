"""Rows set on a roll: letters whole, words whole where they fit, figures at the right edge, a total beside its word."""

from __future__ import annotations

import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from core.printing.layout import Big, Gap, Goods, Pair, Picture, Qr, Row, Rule, Text, Title
from core.printing.skins import pictures, raster
from core.printing.skins.flow import QrMark, RuleMark, TextMark, balance, length, place, wrap
from core.printing.skins.raster import to_image

HEADS = (384, 512, 576, 640)
TALL = "ẨỂỖỮẰẪẾỘỢĐ"
LONG_NAME = "Tương bần Việt Hùng ủ chum sành theo lối cổ truyền, chai thủy tinh 1 lít"


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is black."""
    box = image.convert("L").point(lambda level: 255 - level).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(
    "row",
    [Title(TALL), Text(TALL), Text(TALL, bold=True), Text(TALL, small=True), Text(TALL, small=True, bold=True), Big(TALL, "1")],
    ids=["title", "text", "bold", "small", "small bold", "total"],
)
def test_no_mark_of_a_letter_is_cut_or_touches_the_line_above(head: int, row: Row) -> None:
    alone = to_image([row], dots=head)
    below = to_image([Gap(5), row, Gap(5)], dots=head)
    first, second = ink(alone), ink(below)
    assert first[3] - first[1] == second[3] - second[1], "the first line is cut at the top, or the last one at the bottom"
    assert first[1] >= 1


@pytest.mark.parametrize(("size", "bold"), [(21, False), (21, True), (24, False), *((size, True) for size in range(24, 50))])
def test_all_words_stand_on_one_baseline(size: int, bold: bool) -> None:
    feet = set()
    for word in ("HEX", "Ể", "VẪ", "Ầi", "h", "lin", "xi", "EA", "1"):
        dots, above = raster._word(word, size, bold)
        box = dots.getbbox()
        assert box is not None
        feet.add(box[3] - above)
    assert len(feet) == 1


@given(st.text(alphabet=string.ascii_letters + " ẪỗĐđ·-1.", max_size=90), st.sampled_from(HEADS))
def test_lines_fit_and_no_letter_is_lost(text: str, head: int) -> None:
    lines = wrap(text, 24, False, head)
    assert all(length(line, 24, False) <= head for line in lines)
    kept = [letter for letter in text if letter not in " ·"]
    assert [letter for line in lines for letter in line if letter not in " ·"] == kept


@pytest.mark.parametrize("head", HEADS)
def test_names_wrap_by_words(head: int) -> None:
    lines = [mark.text for mark in place([Text(LONG_NAME, bold=True)], head).marks if isinstance(mark, TextMark)]
    assert " ".join(lines) == LONG_NAME
    assert len(lines) >= 2


def test_no_word_is_left_alone_in_the_last_line_of_a_centred_text() -> None:
    name = "Điểm giới thiệu và bán sản phẩm OCOP Quế Võ"
    for head in HEADS:
        lines = balance(name.upper(), 31, True, head)
        lengths = [length(line, 31, True) for line in lines]
        assert min(lengths) > max(lengths) / 2, lines


@pytest.mark.parametrize("head", HEADS)
def test_figures_end_on_the_right_edge_and_digits_are_of_one_width(head: int) -> None:
    assert len({length(digit, 24, bold) for digit in string.digits for bold in (False,)}) == 1
    flow = place([Pair("Tiền mặt", "500.000"), Pair("Tiền thừa", "64.500", small=True), Big("Tổng", "435.500 ₫")], head)
    ends = [mark.x for mark in flow.marks if isinstance(mark, TextMark) and mark.anchor == "rs"]
    assert ends == [head] * 3


def texts(row: Row, head: int) -> list[TextMark]:
    """The lines of text of one row."""
    return [mark for mark in place([row], head).marks if isinstance(mark, TextMark)]


def test_goods_with_a_short_name_take_one_line_and_their_origin_stands_below() -> None:
    amount, total, name, origin = texts(Goods("Khoai tây Quế Võ", "1,25 kg × 22.000", "27.500", "HTX Đại Xuân"), 576)
    assert amount.y == total.y == name.y < origin.y
    assert total.x - length(total.text, 22, False) > length(name.text, 22, True), "the sum does not touch the name"
    assert total.x < amount.x - length("9.999.000", 22, False)


def test_goods_with_a_long_name_have_their_sum_beside_the_origin() -> None:
    name, amount, total, origin = texts(Goods("Dưa gang muối Việt Hùng", "2 × 30.000", "54.000", "HTX Việt Hùng"), 384)
    assert name.y < amount.y == total.y == origin.y


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", ["Nem", LONG_NAME])
@pytest.mark.parametrize("total", ["2 × 30.000", "1.000,125 kg × 1.000.000.000 giảm 1.000.000.000"])
def test_nothing_of_a_line_of_goods_overlaps_or_leaves_the_paper(head: int, name: str, total: str) -> None:
    lines: dict[int, list[tuple[float, float]]] = {}
    for mark in texts(Goods(name, total, "1.000.125.000.000", "HTX Việt Hùng · Lô DG-2611-01"), head):
        long = length(mark.text, mark.size, mark.bold)
        left = mark.x - (long if mark.anchor == "rs" else 0)
        lines.setdefault(mark.y, []).append((left, left + long))
    for line in lines.values():
        ends = [end for part in sorted(line) for end in part]
        assert ends == sorted(ends) and ends[0] >= 0 and ends[-1] <= head + 1, line


def test_sums_of_goods_end_in_one_column_whatever_their_amounts() -> None:
    ends = {texts(Goods("Nem", "1 × 1.000", amount), 576)[1].x for amount in ("1.000", "270.000", "9.999.000")}
    assert len(ends) == 1


def test_words_stand_beside_a_code_where_there_is_room_and_below_it_else() -> None:
    words = ("Phiếu này không phải hóa đơn.", "Cảm ơn quý khách!")
    small, large = (place([Qr(content, "Quét để xem phiếu", words)], 576) for content in ("https://ocop.vn/r/1", "9" * 700))
    for flow, beside in ((small, True), (large, False)):
        (code,) = (mark for mark in flow.marks if isinstance(mark, QrMark))
        said = [mark for mark in flow.marks if isinstance(mark, TextMark)]
        assert len(said) == 3 and all((mark.anchor == "ls") is beside for mark in said)
        assert min(mark.y for mark in said) > code.y


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("figure", ["0 ₫", "435.500 ₫", "999.999.999.999 ₫", "−1.000.000.004.222 ₫"])
def test_a_total_is_never_parted_from_its_word(head: int, figure: str) -> None:
    total, word = (mark for mark in place([Big("Tổng", figure)], head).marks if isinstance(mark, TextMark))
    assert (word.text, total.text, word.y) == ("Tổng", figure, total.y)
    assert length(word.text, word.size, True) + length(total.text, total.size, True) < head
    assert total.size >= 24


def test_words_too_long_for_their_figure_stand_above_it() -> None:
    flow = place([Pair("Chuyển khoản VietQR", "1.000.000.000.000.000.000")], 384)
    words, figure = (mark for mark in flow.marks if isinstance(mark, TextMark))
    assert words.y < figure.y and figure.anchor == "rs"


def test_a_code_keeps_its_white_and_shrinks_before_it_is_cut() -> None:
    for content, module in (("https://ocop.example.vn/r/1", 4), ("A" * 700, 4), ("A" * 1500, 2)):
        (mark,) = (mark for mark in place([Qr(content, "để thử")], 384).marks if isinstance(mark, QrMark))
        assert mark.module == module
        assert mark.x >= 4 * module, content


def test_a_picture_is_dithered_and_keeps_its_shape() -> None:
    grey = Image.new("RGBA", (400, 100), (120, 120, 120, 255))
    ImageDraw.Draw(grey).rectangle((0, 0, 100, 100), fill=(0, 0, 0, 0))
    file = io.BytesIO()
    grey.save(file, "PNG")
    drawn = to_image([Picture(file.getvalue(), "dấu của điểm bán")], dots=384)
    assert drawn.mode == "1" and drawn.height == 96 + 8
    assert pictures.fitted(file.getvalue(), 384, 112) == (384, 96)
    quarter = drawn.crop((0, 0, 90, 96)).convert("L")
    assert quarter.getextrema() == (255, 255), "what is transparent is white"
    shade = drawn.crop((110, 0, 380, 96)).convert("L").histogram()[255] / (270 * 96)
    assert 0.35 < shade < 0.6, "grey is as many dots"


def test_a_rule_goes_across_and_an_empty_slip_is_a_little_paper() -> None:
    drawn = to_image([Rule()], dots=576)
    assert ink(drawn) == (0, 8, 576, 10)
    assert isinstance(place([Rule()], 576).marks[0], RuleMark)
    assert to_image([], dots=384).size == (384, 8)
