"""What visitors said of lots, and the news of the programme's pages."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from core.db import fetch_one
from inventory.feedback import saying
from inventory.feedback.requests import CaseNoteRequest, FeedbackRequest
from inventory.models import Lot
from ops.demo.story import Story, unless
from suppliers.news import articles
from suppliers.news.requests import ArticleRequest

WORDS = (
    (12, "GAO-DX5", 5, "Cơm dẻo và thơm, để nguội vẫn mềm.", True),
    (9, "MY-GAO", 4, "Sợi dai, nấu không nát.", True),
    (6, "DUA-MUOI-VH", 5, "Giòn, vừa mặn. Lần sau mua hũ to.", True),
    (4, "BANH-DA", 2, "Mua về có mấy cái vỡ.", False),
    (1, "GAO-DX5", 4, "Gạo ngon. Điểm bán cho hỏi bao giờ có gạo mới?", None),
)
"""How many days ago, of what, how many stars, the words, and what the manager decided; None: it waits."""
COMPLAINT = (3, "MY-GAO", "Trong gói có một sợi lạ, giống sợi bao tải.", "0912345678")
NEWS = (
    (
        "mua-khoai-tay",
        26,
        "Mùa khoai tây đã về điểm bán (minh họa)",
        "Potato season has come (example)",
        "Khoai tây Quế Võ trồng vụ đông, dỡ từ đầu tháng. Củ vừa tay, **vỏ mỏng**, bở và thơm.\n\n"
        "## Mua ở đâu\n\n- tại quầy, theo cân\n- cân sẵn thành rổ, mỗi rổ một tem: quét tem là biết ai trồng\n\n"
        "Xem [khoai tây ở điểm bán](/p/KHOAI-TAY).",
        "Quế Võ potatoes grow in winter and are dug from the beginning of the month: **thin skin**, floury, fragrant.\n\n"
        "See [the potatoes at the outlet](/p/KHOAI-TAY).",
    ),
    (
        "phien-cho-cuoi-tuan",
        19,
        "Phiên chợ cuối tuần ở chợ Phố Mới (minh họa)",
        None,
        "Hai ngày cuối tuần, gian hàng của điểm bán đứng ở chợ Phố Mới. Mỳ gạo và bánh đa Đại Xuân hết sớm.\n\n"
        "Hội chợ sau: [xem lịch](/programme/fairs).",
        None,
    ),
)
DRAFT = ("tet-nay-mua-gi", "Tết này mua gì làm quà (minh họa)", "Giỏ quà có gạo, mỳ và gốm Phù Lãng. *Viết tiếp…*")


def plan(story: Story) -> None:
    """Plans what visitors say, what the manager does about it, and what is written."""
    for n, (before, product, stars, words, shown) in enumerate(WORDS):
        story.at(story.day(before), "18:1" + str(n), _saying(story, n, product, stars, words))
        if shown is not None:
            story.at(story.day(before - 1), "07:4" + str(n), _deciding(story, n, shown))
    before, product, words, phone = COMPLAINT
    story.at(story.day(before), "20:05", _saying(story, "complaint", product, 2, words, phone))
    story.at(story.day(before - 1), "08:20", lambda: _note(story))
    for code, before, title, title_en, body, body_en in NEWS:
        story.at(story.day(before), "16:00", _writing(story, code, before, title, title_en, body, body_en))
    code, title, body = DRAFT
    story.at(story.day(2), "16:30", _writing(story, code, None, title, None, body, None))


def _saying(story: Story, n: object, product: str, stars: int, words: str, phone: str | None = None) -> Callable[[], None]:
    def act() -> None:
        lot = fetch_one(select(Lot.code).where(Lot.product_code == product).order_by(Lot.id.desc()).limit(1))
        if lot is None:
            return
        said = {"rating": stars, "text": words, "is_complaint": phone is not None, "phone": phone}
        document, uid = FeedbackRequest.model_validate(said), story.uid("word", n)
        story.put("feedback", uid, lambda: saying.say(uid, lot["code"], document, f"192.0.2.{n}"))

    return act


def _deciding(story: Story, n: int, shown: bool) -> Callable[[], None]:
    def act() -> None:
        unless("not_found", lambda: saying.decide(story.uid("word", n), is_shown=shown, actor=story.actors["quanly"]))

    return act


def _note(story: Story) -> None:
    note = CaseNoteRequest(uid=story.uid("note"), text="Đã gọi khách, khách giữ lại gói mỳ. Đã hỏi HTX, chờ trả lời.")
    unless("not_found", lambda: saying.add_note(story.uid("word", "complaint"), note, story.actors["quanly"]))


def _writing(
    story: Story, code: str, before: int | None, title: str, title_en: str | None, body: str, body_en: str | None
) -> Callable[[], None]:
    def act() -> None:
        written = {"title": title, "title_en": title_en, "body": body, "body_en": body_en}
        day = story.day(before).isoformat() if before is not None else None
        document = ArticleRequest.model_validate({**written, "publish_on": day})
        articles.put_article(code, document, story.actors["canbo"])

    return act
