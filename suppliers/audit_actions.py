"""The suppliers' words in the audit trail."""

from core.i18n import N_
from suppliers.choices import ProducerMessageKind

PRODUCER_RECORDED = "producer.recorded"
ACCOUNT_CONFIRMED = "producer.account_confirmed"
ACCOUNT_REFUSED = "producer.account_refused"
ACCOUNT_ELAPSED = "producer.account_elapsed"
PRODUCT_RECORDED = "product.recorded"
PRICE_PLANNED = "price.planned"
PRICE_WITHDRAWN = "price.withdrawn"
PRICE_BEGAN = "price.began"
PRICE_PROPOSED = "price.proposed"
PROPOSAL_APPROVED = "price.proposal_approved"
PROPOSAL_REFUSED = "price.proposal_refused"
AGREEMENT_RECORDED = "agreement.recorded"
AGREEMENT_CONFIRMED = "agreement.confirmed"
STATEMENT_ISSUED = "statement.issued"
STATEMENT_ACCEPTED = "statement.accepted"
STATEMENT_UNACCEPTED = "statement.unaccepted"
STATEMENT_ASKED = "statement.asked"
STATEMENT_ANSWERED = "statement.answered"
PAID_OUT = "payout.paid"
PAYOUT_REVERSED = "payout.reversed"
PAYMENT_RECEIVED = "producer_payment.received"
PAYMENT_REVERSED = "producer_payment.reversed"
BANK_FILE_RECORDED = "bank_file.recorded"
ADJUSTED = "book.adjusted"
CHARGED = "book.charged"
MEMBER_RECORDED = "member.recorded"
PAPER_RECORDED = "paper.recorded"
PAPER_APPROVED = "paper.approved"
INSPECTION_RECORDED = "inspection.recorded"
MARK_RULE_RECORDED = "mark_rule.recorded"
PROGRAMME_FILE_RECORDED = "programme_file.recorded"
STEP_DONE = "programme_file.step_done"
STEP_TAKEN_BACK = "programme_file.step_taken_back"
FILE_SELF_SCORED = "programme_file.self_scored"
FILE_SCORED = "programme_score.recorded"
SCORE_TAKEN_BACK = "programme_score.taken_back"
COUNCIL_RECORDED = "council.recorded"
COUNCIL_TAKEN_BACK = "council.taken_back"
PLAN_RECORDED = "programme.plan_recorded"
PARTICIPATION_RECORDED = "programme.participation_recorded"
TRAINING_RECORDED = "programme.training_recorded"
PAPER_REFUSED = "paper.refused"
INVITED = "producer.invited"
INVITATION_WITHDRAWN = "producer.invitation_withdrawn"
INVITATION_OPENED = "producer.invitation_opened"
CHANNELS_RECORDED = "producer.channels"
CHANNEL_TRIED = "producer.channel_tried"

LABELS = {
    PRODUCER_RECORDED: N_("thêm hoặc sửa nhà sản xuất"),
    ACCOUNT_CONFIRMED: N_("xác nhận tài khoản mới của nhà sản xuất"),
    ACCOUNT_REFUSED: N_("từ chối tài khoản mới của nhà sản xuất"),
    ACCOUNT_ELAPSED: N_("tài khoản mới của nhà sản xuất có hiệu lực sau 24 giờ"),
    PRODUCT_RECORDED: N_("thêm hoặc sửa sản phẩm"),
    PRICE_PLANNED: N_("đặt trước giá"),
    PRICE_WITHDRAWN: N_("rút giá đặt trước"),
    PRICE_BEGAN: N_("áp dụng giá mới"),
    PRICE_PROPOSED: N_("đề nghị giá"),
    PROPOSAL_APPROVED: N_("duyệt giá đề nghị"),
    PROPOSAL_REFUSED: N_("không duyệt giá đề nghị"),
    AGREEMENT_RECORDED: N_("thêm hoặc sửa hợp đồng"),
    AGREEMENT_CONFIRMED: N_("xác nhận phiên bản hợp đồng"),
    STATEMENT_ISSUED: N_("chốt kỳ đối soát"),
    STATEMENT_ACCEPTED: N_("đồng ý bảng thanh toán"),
    STATEMENT_UNACCEPTED: N_("rút lại đồng ý bảng thanh toán"),
    STATEMENT_ASKED: N_("hỏi về bảng thanh toán"),
    STATEMENT_ANSWERED: N_("trả lời về bảng thanh toán"),
    PAID_OUT: N_("chi trả"),
    PAYOUT_REVERSED: N_("hủy lần chi trả"),
    PAYMENT_RECEIVED: N_("thu tiền của nhà sản xuất"),
    PAYMENT_REVERSED: N_("hủy lần thu tiền của nhà sản xuất"),
    BANK_FILE_RECORDED: N_("đổi các cột của tệp chuyển khoản"),
    ADJUSTED: N_("điều chỉnh sổ nhà sản xuất"),
    CHARGED: N_("trừ chi phí của nhà sản xuất"),
    MEMBER_RECORDED: N_("thêm hoặc sửa hộ thành viên"),
    PAPER_RECORDED: N_("thêm hoặc sửa giấy tờ"),
    PAPER_APPROVED: N_("duyệt giấy tờ"),
    INSPECTION_RECORDED: N_("thêm hoặc sửa lần kiểm tra"),
    MARK_RULE_RECORDED: N_("thêm hoặc sửa nhãn hiệu"),
    PROGRAMME_FILE_RECORDED: N_("thêm hoặc sửa hồ sơ OCOP"),
    STEP_DONE: N_("ghi xong một bước của hồ sơ OCOP"),
    STEP_TAKEN_BACK: N_("hủy một bước của hồ sơ OCOP"),
    FILE_SELF_SCORED: N_("ghi điểm tự chấm của hồ sơ OCOP"),
    FILE_SCORED: N_("ghi phiếu chấm của hội đồng"),
    SCORE_TAKEN_BACK: N_("hủy phiếu chấm của hội đồng"),
    COUNCIL_RECORDED: N_("thêm hội đồng OCOP"),
    COUNCIL_TAKEN_BACK: N_("hủy hội đồng OCOP"),
    PLAN_RECORDED: N_("ghi kế hoạch năm của chương trình"),
    PARTICIPATION_RECORDED: N_("ghi nhà sản xuất tham gia chương trình"),
    TRAINING_RECORDED: N_("thêm hoặc sửa lớp tập huấn"),
    PAPER_REFUSED: N_("không duyệt giấy tờ"),
    INVITED: N_("mời người của nhà sản xuất"),
    INVITATION_WITHDRAWN: N_("thu lại lời mời"),
    INVITATION_OPENED: N_("mở lời mời, đặt PIN"),
    CHANNELS_RECORDED: N_("chọn cách nhận tin của nhà sản xuất"),
    CHANNEL_TRIED: N_("thử gửi lại đến địa chỉ đã ngừng"),
}
FIELDS = {
    "since": N_("Tham gia từ ngày"),
    "members": N_("Số thành viên"),
    "strengthening": N_("Kế hoạch củng cố, nâng cấp"),
    "years": N_("Các năm"),
    "targets": N_("Chỉ tiêu"),
    "notes": N_("Lời kế hoạch"),
    "by_group": N_("Chỉ tiêu theo nhóm"),
    "by_commune": N_("Chỉ tiêu theo xã"),
    "cooperatives_new": N_("HTX, tổ hợp tác mới"),
    "cooperatives_strengthened": N_("HTX củng cố, nâng cấp"),
    "sales_points": N_("Điểm bán sản phẩm OCOP"),
    "trained": N_("Người được tập huấn"),
    "sales_vnd": N_("Tiền bán qua điểm bán"),
    "people": N_("Số người"),
    "for": N_("Cho nhà sản xuất nào"),
    "rights": N_("Quyền"),
    "commune": N_("Xã, phường"),
    "unit": N_("Đơn vị tính"),
    "places": N_("Số lẻ"),
    "price_vnd": N_("Giá bán"),
    "vat": N_("Thuế"),
    "barcodes": N_("Mã vạch"),
    "plu": N_("Mã cân"),
    "set": N_("Bộ sản phẩm"),
    "files": N_("Tệp"),
    "stars": N_("Hạng sao"),
    "certificate": N_("Giấy chứng nhận OCOP"),
    "stars_today": N_("Sao đang hiện"),
    "issuer": N_("Nơi cấp"),
    "issued_on": N_("Ngày cấp"),
    "valid_until": N_("Có giá trị đến"),
    "shelf_life_days": N_("Hạn sử dụng (ngày)"),
    "needs_best_before": N_("Bắt buộc có hạn sử dụng"),
    "minimum": N_("Tồn tối thiểu"),
    "packs": N_("Thùng, lốc"),
    "available": N_("Có ô trên màn hình bán hàng"),
    "retired": N_("Ngừng bán"),
    "story": N_("Câu chuyện"),
    "usage": N_("Cách dùng"),
    "name_en": N_("Tên tiếng Anh"),
    "story_en": N_("Chuyện bằng tiếng Anh"),
    "usage_en": N_("Cách dùng, tiếng Anh"),
    "keeping": N_("Cách giữ"),
    "keeping_en": N_("Cách giữ, tiếng Anh"),
    "season": N_("Các tháng có hàng"),
    "priority_group": N_("Nhóm ưu tiên"),
    "plan_year": N_("Năm kế hoạch"),
    "photo": N_("Ảnh"),
    "planned_by": N_("Người đặt trước"),
    "proposal": N_("Đề nghị giá"),
    "starts_on": N_("Từ ngày"),
    "ends_on": N_("Đến ngày"),
    "terms": N_("Điều khoản"),
    "holding_days": N_("Số ngày giữ lại"),
    "minimum_payout_vnd": N_("Chi trả từ"),
    "answer_days": N_("Số ngày để trả lời"),
    "allowances": N_("Định mức hao hụt"),
    "on_expiry": N_("Hàng gần hết hạn"),
    "signed_number": N_("Số trên bản ký"),
    "grace_days": N_("Số ngày gia hạn giao hàng"),
    "cycle": N_("Kỳ đối soát"),
    "charges": N_("Các khoản trừ"),
    "papers": N_("Giấy tờ phải có"),
    "visibility": N_("Nhà sản xuất xem được"),
    "without": N_("Khi thiếu"),
    "choice": N_("Cách xử lý"),
    "per": N_("Tính theo"),
    "product": N_("Sản phẩm"),
    "basis": N_("Cách tính"),
    "rate_bp": N_("Hoa hồng"),
    "owed_per_unit_vnd": N_("Giá cố định"),
    "discount_bearer": N_("Ai chịu giảm giá"),
    "loss": N_("Ai chịu hao hụt"),
    "loss_allowance_bp": N_("Hao hụt cho phép"),
    "commission_base": N_("Hoa hồng tính trên"),
    "vat_kept_by": N_("Ai kê khai thuế GTGT"),
    "amount_vnd": N_("Số tiền"),
    "closing_vnd": N_("Cuối kỳ"),
    "method": N_("Cách thanh toán"),
    "memo": N_("Lý do"),
    "line": N_("Dòng"),
    "version": N_("Phiên bản"),
    "columns": N_("Các cột"),
    "representative": N_("Người đại diện"),
    "zalo": N_("Số Zalo"),
    "sms": N_("Số nhận SMS"),
    "kinds": N_("Tin gửi qua"),
    "language": N_("Ngôn ngữ của tin"),
    "sold_every": N_("Tin hàng đã bán"),
    "stopped": N_("Kênh đã ngừng gửi"),
    "channel": N_("Kênh"),
    "idea": N_("Ý tưởng"),
    "group": N_("Nhóm ưu tiên"),
    "year": N_("Năm"),
    "aim": N_("Xin xếp hạng"),
    "waits_for": N_("Đang chờ gì"),
    "next_step": N_("Bước tiếp theo"),
    "mistakes": N_("Lần ghi nhầm đã hủy"),
    "self_score": N_("Điểm tự chấm"),
    "score": N_("Phiếu chấm"),
    "added_by": N_("Người ghi"),
    "recorded_by": N_("Người ghi"),
    "recorded_at": N_("Lúc ghi"),
    "level": N_("Cấp"),
    "decision": N_("Quyết định"),
    "council": N_("Hội đồng"),
    "a": N_("A. Sản xuất, cộng đồng"),
    "b": N_("B. Tiếp thị, câu chuyện"),
    "c": N_("C. Chất lượng"),
    "points": N_("Điểm"),
    "most": N_("Điểm tối đa"),
    "rules": N_("Bộ tiêu chí"),
    "reasons": N_("Vì sao"),
    "decided_by": N_("Cấp công nhận"),
    "decides": N_("Hội đồng được công nhận"),
    "taken_back": N_("Đã hủy"),
    "step": N_("Bước"),
    "done_on": N_("Xong ngày"),
    "document": N_("Giấy kèm theo"),
    "owner": N_("Của ai"),
    "approved_by": N_("Người duyệt"),
    "approved_at": N_("Duyệt lúc"),
    "is_from_product": N_("Ghi ở trang sản phẩm"),
    "subject": N_("Nội dung"),
    "result": N_("Kết quả"),
    "mend_by": N_("Hạn khắc phục"),
    # What a producer hears of by which channel; two of the kinds are fields of other areas already.
    **{
        kind.value: kind.label
        for kind in ProducerMessageKind
        if kind not in {ProducerMessageKind.PAPER, ProducerMessageKind.CALL_UP}
    },
}
