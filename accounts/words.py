"""The verbs of the trail, as people read them. A verb that is not here fails a test."""

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
}


def said(verb: str) -> str:
    """What was done, in Vietnamese."""
    return VERBS.get(verb, "cập nhật")
