"""The verbs of the trail, as people read them. A verb written at its call and not here fails a test."""

VERBS = {
    "added account": "thêm tài khoản",
    "changed account": "sửa tài khoản",
    "chose password": "tự đổi mật khẩu",
    "gave password": "cấp lại mật khẩu",
    "closed account": "đóng tài khoản",
    "gave delegation": "ủy quyền cho",
    "revoked delegation": "thu hồi ủy quyền của",
    "gave role": "giao vai trò cho",
    "handed over": "bàn giao việc của",
    "took over": "giao tiếp nhận bàn giao cho",
    "opened scorecard": "mở phiếu theo dõi",
    "logged status": "ghi kết quả đánh giá trên",
    "withdrew status": "rút kết quả đánh giá trên",
    "logged value": "ghi số liệu trên",
    "logged values": "ghi nhiều số liệu trên",
    "logged statuses": "ghi nhiều kết quả đánh giá trên",
    "stored draft": "ghi bản nhập",
    "discarded draft": "bỏ bản nhập",
    "withdrew value": "rút số liệu trên",
    "agreed with word": "đồng ý với nội dung trên",
    "contested word": "không đồng ý với nội dung trên",
    "attached evidence": "nộp minh chứng trên",
    "withdrew evidence": "rút minh chứng trên",
    "opened round": "mở kỳ đánh giá",
    "closed round": "đóng kỳ đánh giá",
    "stated denominators": "nhập mẫu số cho",
    "took over values": "đưa số liệu gộp vào",
    "classed commune": "phân loại",
    "recognised commune": "ghi công nhận cho",
    "revoked recognition": "ghi thu hồi công nhận của",
    "requested report": "yêu cầu lập báo cáo",
    "asked for report again": "yêu cầu lập lại báo cáo",
    "made report": "lập xong báo cáo",
    "report failed": "lập báo cáo không được",
    "registered paper": "vào sổ văn bản",
    "registered arrival": "ghi sổ đến văn bản",
    "corrected reference": "sửa dữ liệu gốc",
    "stored list": "ghi danh sách",
    "discarded list": "bỏ danh sách",
    "worker lost": "dừng lập báo cáo vì mất tiến trình",
}


def said(verb: str) -> str:
    """What was done, in Vietnamese."""
    return VERBS.get(verb, "cập nhật")
