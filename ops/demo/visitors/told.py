"""What the demonstration tells visitors: who makes what and how, when it is in season, how to use and keep it.

All of it is invented, as the producers are; what is said of a craft or a crop is how it is commonly done.
"""

from __future__ import annotations

PRODUCERS: dict[str, tuple[str, str]] = {
    "HTX-DX": (
        "Bốn mươi hai hộ cùng một nhà máy nhỏ ở Đại Xuân. Gạo ngâm nước giếng một đêm, xay ướt, tráng rồi phơi trên giàn tre.\n"
        "Trời mưa thì nghỉ, không sấy than. Vì vậy sợi mỳ hơi đục và dai, nấu lâu không nát.",
        "Forty-two families share one small mill in Đại Xuân. The rice soaks overnight in well water, is "
        "ground wet, steamed in "
        "sheets and dried on bamboo racks.\n"
        "When it rains they rest; nothing is dried over coal. That is why the strands are a little cloudy, "
        "firm, and hold in soup.",
    ),
    "HTX-CL": (
        "Lúa thơm cấy trên đất bãi Chi Lăng, gặt xong phơi sân chứ không sấy gấp. Xát đến đâu đóng túi đến "
        "đó, nên gạo lúc nào cũng mới.",
        "Fragrant rice from the low fields of Chi Lăng, dried in the sun after the harvest. It is milled "
        "only as it is packed, so "
        "that it is always fresh.",
    ),
    "HTX-VH": (
        "Dưa gang vừa hái về là rửa và muối ngay trong ngày. Chỉ có dưa, muối, nước và thời gian.\n"
        "Vụ đông cả làng trồng khoai tây trên chân ruộng vừa gặt.",
        "The melons are washed and salted on the day they are picked: melon, salt, water and time.\n"
        "In winter the whole village grows potatoes on the fields after the rice.",
    ),
    "HTX-QT": (
        "Dưa gang muối theo cách của các bà ở Quế Tân: nén bằng đá cuội, hai tuần mới mở chum. Dưa vàng, giòn, chua dịu.",
        "Salted melon the way the grandmothers of Quế Tân make it: weighed down with river stones, and two "
        "weeks before the jar is "
        "opened. Golden, crisp, gently sour.",
    ),
    "THT-BL": (
        "Rau quả trồng ngoài bãi Bồng Lai, hái từ sớm và có mặt ở điểm bán trước chín giờ. Sổ phun thuốc treo ngay đầu ruộng.",
        "Vegetables from the river bank of Bồng Lai, picked early and in the shop before nine. The log of "
        "what is sprayed hangs at "
        "the edge of the field.",
    ),
    "THT-HQ": (
        "Chuối tiêu trồng trên bãi sông Hán Quảng, đất phù sa nên ít phải bón. Cắt khi vừa tới rồi để chín tự nhiên.",
        "Bananas from the river bank of Hán Quảng, where the silt feeds them. They are cut when ready and ripen by themselves.",
    ),
    "HO-NH": (
        "Một nhà lưới, hai vụ dưa mỗi năm, mỗi dây chỉ để một quả cho đủ ngọt. Đo độ đường rồi mới cắt.",
        "One greenhouse, two crops a year, and a single melon on each vine so that it grows sweet. Its sugar "
        "is measured before it "
        "is cut.",
    ),
    "GOM-PL": (
        "Đất vuốt tay trên bàn xoay, men da lươn pha từ tro gỗ, vôi và bùn phù sa.\n"
        "Nung bằng củi ba ngày ba đêm, để nguội thêm ba ngày mới dỡ lò. Men ra màu gì phải đợi mở lò mới biết.",
        "Clay thrown by hand on the wheel, an eel-skin glaze of wood ash, lime and river mud.\n"
        "It is fired with wood for three days and nights and cools for three more. Nobody knows the colour "
        "before the kiln opens.",
    ),
}
"""The story of each producer, in Vietnamese and English."""

PRODUCTS: dict[str, dict[str, object]] = {
    "GAO-DX5": {
        "name_en": "Đại Xuân fragrant rice, 5 kg",
        "story": "Giống tẻ thơm, hạt nhỏ, cơm dẻo vừa và để nguội vẫn mềm.",
        "story_en": "A fragrant variety with small grains; the rice is tender, also when it is cold.",
        "usage": "Vo nhẹ một lần, nước xâm xấp một đốt ngón tay.",
        "usage_en": "Rinse once; cover with water by one finger joint.",
        "keeping": "Để nơi khô, buộc kín túi; mở rồi dùng trong hai tháng.",
        "keeping_en": "Keep dry and tied; once opened, use within two months.",
    },
    "GAO-CL10": {
        "name_en": "Chi Lăng fragrant rice, 10 kg",
        "usage": "Vo nhẹ, nấu với lượng nước ít hơn gạo thường một chút.",
        "usage_en": "Rinse lightly and cook with a little less water than usual.",
        "keeping": "Để nơi khô, thoáng; đậy kín sau mỗi lần lấy.",
        "keeping_en": "Keep dry and airy; close the bag each time.",
    },
    "MY-GAO": {
        "name_en": "Đại Xuân rice noodles, 500 g",
        "story": "Mỳ tráng tay, phơi nắng trên giàn tre. Không tẩy trắng nên sợi hơi đục.",
        "story_en": "Steamed in sheets and dried in the sun on bamboo. Not bleached, so a little cloudy.",
        "usage": "Ngâm nước lạnh 20 phút, trụng nước sôi 1 phút rồi chan nước dùng.",
        "usage_en": "Soak 20 minutes in cold water, dip into boiling water for a minute, serve in broth.",
        "keeping": "Để nơi khô ráo; mở gói rồi thì dùng trong 7 ngày.",
        "keeping_en": "Keep dry; once opened, use within 7 days.",
    },
    "BANH-DA": {
        "name_en": "Đại Xuân rice crackers",
        "story": "Bánh đa vừng, quạt than hoa cho phồng đều rồi ăn ngay.",
        "story_en": "Rice crackers with sesame, toasted over charcoal until they puff, and eaten at once.",
        "usage": "Nướng lửa nhỏ, lật đều tay, khoảng hai phút mỗi chiếc.",
        "usage_en": "Toast over a low fire, turning all the time, about two minutes each.",
        "keeping": "Tránh ẩm; bánh mềm thì nướng lại.",
        "keeping_en": "Keep from damp; toast again if they turn soft.",
    },
    "KHOAI-TAY": {
        "name_en": "Quế Võ potatoes",
        "story": "Khoai vụ đông trên đất bãi, ruột vàng, bở mà không nát.",
        "story_en": "Winter potatoes from sandy soil: yellow, floury, and they hold together.",
        "usage": "Luộc, chiên, nấu canh đều hợp.",
        "usage_en": "Good boiled, fried or in soup.",
        "keeping": "Để chỗ tối, thoáng. Củ xanh hoặc mọc mầm thì bỏ.",
        "keeping_en": "Keep dark and airy. Throw away green or sprouting ones.",
        "season": [12, 1, 2, 3],
    },
    "DUA-MUOI-VH": {
        "name_en": "Việt Hùng salted melon",
        "story": "Dưa gang muối nguyên quả, xắt lát mỏng ăn với cháo hoặc cơm nóng.",
        "story_en": "Melons salted whole; sliced thin and eaten with porridge or hot rice.",
        "usage": "Rửa qua cho bớt mặn, xắt lát, trộn tỏi ớt và chút đường.",
        "usage_en": "Rinse to take off some salt, slice, mix with garlic, chilli and a little sugar.",
        "keeping": "Mở lọ rồi để ngăn mát, dùng trong 15 ngày.",
        "keeping_en": "Once opened, keep in the fridge and use within 15 days.",
    },
    "DUA-MUOI-QT": {
        "name_en": "Quế Tân salted melon",
        "usage": "Xắt lát ăn liền, hoặc kho với thịt ba chỉ.",
        "usage_en": "Slice and eat, or braise with pork belly.",
        "keeping": "Mở lọ rồi để ngăn mát, dùng trong 15 ngày.",
        "keeping_en": "Once opened, keep in the fridge and use within 15 days.",
    },
    "DUA-LEO": {
        "name_en": "Bồng Lai cucumbers",
        "usage": "Ăn sống, trộn gỏi hoặc muối xổi.",
        "usage_en": "Raw, in salads, or lightly pickled.",
        "keeping": "Ngăn mát giữ được 5 ngày.",
        "keeping_en": "Five days in the fridge.",
        "season": [3, 4, 5, 9, 10, 11, 12],
    },
    "DUA-LE": {
        "name_en": "Nhân Hòa sweet melon",
        "story": "Dưa lê trồng nhà lưới, mỗi dây một quả, ruột xanh ngọt mát.",
        "story_en": "Grown in a greenhouse, one on each vine; green flesh, cool and sweet.",
        "usage": "Để lạnh rồi bổ, ăn trong ngày.",
        "usage_en": "Chill, cut, and eat the same day.",
        "keeping": "Chưa bổ thì để nơi mát 5 ngày.",
        "keeping_en": "Uncut, five days in a cool place.",
        "season": [5, 6, 7, 10, 11, 12],
    },
    "CHUOI-HQ": {
        "name_en": "Hán Quảng bananas",
        "usage": "Chờ vỏ có đốm nâu là lúc thơm nhất.",
        "usage_en": "Best once the skin has brown spots.",
        "keeping": "Treo nơi thoáng, không để tủ lạnh.",
        "keeping_en": "Hang in an airy place, not in the fridge.",
    },
    "GOM-BINH": {
        "name_en": "Vase with eel-skin glaze",
        "story": "Bình vuốt tay, men da lươn. Mỗi chiếc một màu, không chiếc nào giống chiếc nào.",
        "story_en": "Thrown by hand, with an eel-skin glaze. No two have the same colour.",
        "usage": "Cắm hoa hoặc bày; đổ nước được, không thấm.",
        "usage_en": "For flowers or for show; it holds water.",
        "keeping": "Lau bằng khăn mềm, không dùng cho lò vi sóng.",
        "keeping_en": "Wipe with a soft cloth; not for the microwave.",
    },
    "GOM-AM": {
        "name_en": "Phù Lãng teapot",
        "usage": "Tráng nước sôi trước lần pha đầu.",
        "usage_en": "Rinse with boiling water before the first brew.",
        "keeping": "Rửa nước ấm, úp khô; không dùng cho lò vi sóng.",
        "keeping_en": "Wash in warm water and let it dry upside down; not for the microwave.",
    },
    "GOM-CHEN": {
        "name_en": "Phù Lãng cups, a set",
        "usage": "Uống trà nóng, cầm không bỏng tay.",
        "usage_en": "For hot tea; they do not burn the hand.",
        "keeping": "Rửa nước ấm; không dùng cho lò vi sóng.",
        "keeping_en": "Wash in warm water; not for the microwave.",
    },
}
"""What each product's request has besides."""
