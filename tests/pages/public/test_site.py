"""What visitors read: the outlet's home, goods, producers, and the page behind a label, in Vietnamese and English."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.pages.public.conftest import GTIN, Shown
from tests.pages.public.visitor import Visitor, words_of

LINKSET = "application/linkset+json"
GS1 = "https://gs1.org/voc/"


@pytest.fixture
def visitor(shown: Shown) -> Visitor:
    return Visitor(shown.app)


@pytest.fixture
def foreigner(shown: Shown) -> Visitor:
    return Visitor(shown.app, "en-GB,en;q=0.9")


def test_a_stranger_begins_at_the_outlets_home_and_staff_at_the_sign_in(visitor: Visitor) -> None:
    assert visitor.get("/").headers["Location"] == "/programme"
    assert 'href="/sign-in"' in visitor.page("/programme")


def test_the_home_says_what_the_programme_is_and_where_the_shop_is(visitor: Visitor) -> None:
    words = words_of(visitor.page("/programme"))
    assert "Mỗi xã một sản phẩm" in words and "2 món hàng của 1 nhà sản xuất" in words
    assert "Mở cửa 7 giờ đến 18 giờ 30, nghỉ thứ Hai" in words and "Phố Mới" in words and "0222 111 222" in words
    assert "Từ 50 điểm được 3 sao" in words and "Hội đồng chấm điểm, xếp hạng sao." in words
    assert "Đại Xuân, nay thuộc phường Nhân Hòa" in words
    assert "Bốn mươi hộ cùng một nhà máy." in words
    assert 'href="https://osm.example/way"' in visitor.page("/programme")


def test_goods_are_found_without_accents_and_by_group_commune_stars_and_season(shown: Shown, visitor: Visitor) -> None:
    def found(query: str) -> set[str]:
        page = visitor.page(f"/programme/products?{query}")
        return {name for name in ("Gạo tẻ thơm", "Mỳ gạo") if f"<b>{name}</b>" in page}

    both = {"Gạo tẻ thơm", "Mỳ gạo"}
    assert found("") == both
    assert found("q=te+thom") == found("q=GẠO+TẺ") == found("stars=4") == found("group=3") == {"Gạo tẻ thơm"}
    assert found("commune=Đại+Xuân") == found("q=dai+xuan") == both
    assert found("q=khong-co") == found("commune=Nơi+khác") == set()
    assert "Mỳ gạo" in found("season=now"), "goods of the whole year are always in season"


def test_a_product_says_what_it_is_how_to_use_it_and_who_made_it(shown: Shown, visitor: Visitor) -> None:
    words = words_of(visitor.page(f"/p/{shown.rice}"))
    assert words == words_of(visitor.page(f"/01/{GTIN}")) == words_of(visitor.page(f"/01/0{GTIN}"))
    for sentence in ("135.000 ₫", "/ túi", "UBND tỉnh công nhận ngày 02/01/2025", "Vo nhẹ.", "Để khô.", "tháng 1, 12"):
        assert sentence in words, sentence
    assert "HTX Đại Xuân Xanh" in words and "Bốn mươi hộ" in words and "Mỳ gạo" in words


def test_a_lot_tells_its_days_from_the_village_to_the_shelf(shown: Shown, visitor: Visitor) -> None:
    words = words_of(visitor.page("/t/L1%2FA"))
    assert words == words_of(visitor.page(f"/01/0{GTIN}/10/L1%2FA")), "the old and the new label lead to one page"
    assert "Lô L1/A" in words and "Còn 100 ngày." in words and "Từ làng lên kệ" in words and "3 ngày" in words
    assert "135.000 ₫" in words and "Truy xuất nguồn gốc" in words and "(10) L1/A" in words
    assert "Mã truy vết địa điểm" not in words and "Tiêu chuẩn" not in words, "rows without a word are left out"


def test_an_expired_lot_first_says_what_to_do(shown: Shown, visitor: Visitor) -> None:
    page = visitor.page(f"/t/{shown.expired}")
    words = words_of(page)
    assert page.index("Quá hạn rồi, đừng dùng") < page.index("Mỳ gạo</h2>") and "Mua trong 3 ngày qua" in words
    assert 'href="tel:0222111222"' in page and "28.000" not in words.partition("Hàng khác")[0]


def test_a_recalled_lot_first_says_do_not_use_it_and_shows_neither_price_nor_stars(shown: Shown, visitor: Visitor) -> None:
    page = visitor.page(f"/t/{shown.recalled}")
    words = words_of(page)
    assert words.index("Đừng dùng lô này") < words.index("Mỳ gạo")
    assert "nắp không kín" in words and "₫" not in words and "sao" not in words.partition("OCOP là chương trình")[0]
    assert '<details class="fold" open>' in page


@pytest.mark.parametrize("path", ["/t/KHONG-CO", f"/01/0{GTIN}/10/L-CU", "/p/KHONG-CO", "/01/08938500000027"])
def test_what_is_not_ours_is_said_plainly_with_a_way_on(visitor: Visitor, path: str) -> None:
    words = words_of(visitor.page(path, 404))
    assert "Gõ mã lô trên tem" in words and "Tìm hàng" in words
    if "/t/" in path or "/10/" in path:
        assert "Điểm bán này không có lô nào mang mã đó." in words


def test_a_typed_lot_code_leads_to_its_page_whatever_the_case(visitor: Visitor) -> None:
    assert visitor.get("/programme/lot?code=l1/a").headers["Location"] == "/t/L1%2FA"
    assert visitor.get("/programme/lot?code=+").headers["Location"] == "/programme"
    assert "Không có lô “ABC” ở đây" in words_of(visitor.page("/programme/lot?code=ABC", 404))


def test_the_language_is_the_browsers_until_the_button_is_pressed(shown: Shown, visitor: Visitor, foreigner: Visitor) -> None:
    path = f"/p/{shown.rice}"
    page = foreigner.page(path)
    assert '<html lang="en"' in page and "Fragrant rice" in page and "135,000 ₫" in words_of(page)
    assert "Recognised by UBND tỉnh on 2 January 2025" in words_of(page) and "Forty families share a mill." in page
    assert '<html lang="vi"' in visitor.page(path)
    assert '<html lang="vi"' in foreigner.page(f"{path}?lang=vi")
    assert '<html lang="vi"' in foreigner.page(path), "the choice is remembered"
    assert '<html lang="en"' in foreigner.page(f"{path}?lang=en")
    assert '<html lang="en"' in Visitor(shown.app, "fr-FR").page(path), "who reads neither is served English"
    assert '<html lang="vi"' in Visitor(shown.app, "*").page(path)
    for one in (visitor, foreigner):
        for language in ("vi", "en"):
            assert f'hreflang="{language}" href="https://ocop.example.vn{path}?lang={language}"' in one.page(path)


def test_texts_without_english_say_that_they_are_vietnamese(shown: Shown, foreigner: Visitor) -> None:
    assert '<span lang="vi">Mỳ gạo</span>' in foreigner.page(f"/p/{shown.noodles}")


def test_prices_are_shown_to_nobody_where_the_manager_does_not_allow_them(shown: Shown, visitor: Visitor) -> None:
    settings = shown.shop.api.get("/api/v1/outlet").ok()
    shown.shop.api.put("/api/v1/outlet", {**settings, "shows_prices": False}).ok()
    try:
        for path in ("/programme", "/programme/products", f"/p/{shown.rice}", "/t/L1%2FA", f"/programme/producers/{shown.maker}"):
            assert "₫" not in words_of(visitor.page(path)), path
        assert "offers" not in visitor.things(f"/p/{shown.rice}")["Product"]
    finally:
        shown.shop.api.put("/api/v1/outlet", {**settings, "shows_prices": True}).ok()


def test_machines_read_product_producer_shop_and_place_in_the_site(shown: Shown, visitor: Visitor) -> None:
    product = visitor.things(f"/p/{shown.rice}")
    assert product["Product"]["gtin14"] == f"0{GTIN}" and product["Product"]["offers"]["price"] == 135_000
    assert product["Store"]["telephone"] == "0222 111 222"
    assert product["Store"]["openingHoursSpecification"]["opens"] == "07:00"
    assert "Monday" not in product["Store"]["openingHoursSpecification"]["dayOfWeek"]
    assert [step["position"] for step in product["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]
    assert visitor.things(f"/programme/producers/{shown.maker}")["Organization"]["name"] == "HTX Đại Xuân Xanh"


def test_a_resolver_reads_the_links_of_a_lot(shown: Shown, visitor: Visitor) -> None:
    answer = visitor.get("/t/L1%2FA", Accept=LINKSET)
    assert answer.mimetype == LINKSET and "Accept" in answer.headers["Vary"]
    (links,) = json.loads(answer.data)["linkset"]
    here = f"https://ocop.example.vn/01/0{GTIN}/10/L1%2FA"
    assert links["anchor"] == links[f"{GS1}traceability"][0]["href"] == links[f"{GS1}defaultLink"][0]["href"] == here
    assert links[f"{GS1}pip"][0]["hreflang"] == ["vi", "en"] and f"{GS1}recallStatus" not in links
    assert visitor.get("/t/L1%2FA?linkType=all").mimetype == LINKSET
    (recalled,) = json.loads(visitor.get(f"/t/{shown.recalled}", Accept=LINKSET).data)["linkset"]
    assert f"{GS1}recallStatus" in recalled
    assert visitor.get("/t/L1%2FA", Accept="text/html,*/*;q=0.8").mimetype == "text/html"
    assert f'<{here}?linkType=linkset>; rel="linkset"' in visitor.get("/t/L1%2FA").headers["Link"]
    assert visitor.get("/t/KHONG-CO", Accept=LINKSET).status_code == 404


def test_the_sitemap_names_pages_that_open(shown: Shown, visitor: Visitor) -> None:
    assert "Sitemap: https://ocop.example.vn/sitemap.xml" in visitor.get("/robots.txt").text
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = [loc.text or "" for loc in ElementTree.fromstring(visitor.get("/sitemap.xml").data).findall("s:url/s:loc", spaces)]
    paths = [urlsplit(address).path for address in found]
    assert {"/programme", f"/programme/producers/{shown.maker}", f"/01/0{GTIN}", f"/p/{shown.noodles}"} <= set(paths)
    for path in paths:
        visitor.page(path)


def test_a_message_that_names_a_page_shows_a_picture(shown: Shown, visitor: Visitor) -> None:
    found = re.search(
        r'property="og:image" content="https://ocop.example.vn(/drawings/\w+.png)"', visitor.page(f"/p/{shown.noodles}")
    )
    assert found
    drawing = visitor.get(found[1])
    assert (
        drawing.mimetype == "image/png" and drawing.data.startswith(b"\x89PNG") and "public" in drawing.headers["Cache-Control"]
    )
    assert visitor.get("/drawings/none.png").status_code == 404


def test_every_link_from_the_home_leads_to_a_page_without_a_fault(shown: Shown, visitor: Visitor, foreigner: Visitor) -> None:
    for one in (visitor, foreigner):
        waiting, seen = ["/programme", "/t/L1%2FA"], set[str]()
        while waiting:
            path = waiting.pop()
            if path in seen or path.startswith("/sign-in"):
                continue
            seen.add(path)
            page = one.page(path)
            found = re.findall(r'<a [^>]*?href="(/[^"#]*)', page)
            waiting += [link.replace("&amp;", "&") for link in found if "lang=" not in link]
        assert len(seen) > 8


def test_a_page_sets_no_cookie_and_is_sent_compressed(shown: Shown, visitor: Visitor) -> None:
    answer = visitor.get("/programme", Accept_Encoding="br")
    assert answer.headers["Content-Encoding"] == "br" and len(answer.data) < 12_000
    assert "Set-Cookie" not in answer.headers
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
