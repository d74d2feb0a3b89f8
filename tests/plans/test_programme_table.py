"""A table understood: heads repeated, rows cut, cells moved aside, lists, stray numbers."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from plans.imports.programme_cells import clean, from_text
from plans.imports.programme_table import read_file, read_text
from plans.models.programming import COORDINATORS, DUE, GROUP, LEADS, NOTE, RESULT
from tests.plans.programme_tables import DAMAGED, HEAD, row, table


def tasks(text, year=2024):
    return read_text(text, year).tasks


def counts(found):
    groups = []
    for one in found.rows:
        if one.kind == GROUP:
            groups.append([one.number, 0])
        else:
            groups[-1][1] += 1
    return groups


def test_damaged_copy_of_a_decision_gives_its_fourteen_tasks():
    found = read_text(DAMAGED, 2024)

    assert counts(found) == [["I", 8], ["II", 4], ["III", 2]]
    assert [one.number for one in found.tasks] == [*"12345678", *"1234", *"12"]
    assert not any(one.doubts or one.extra for one in found.rows)


def test_heads_repeated_by_pages_are_left_out_and_told():
    found = read_text(DAMAGED, 2024)

    assert "Bỏ 3 dòng tiêu đề lặp lại ở đầu trang." in found.notes
    assert found.headings == HEAD.split("\t")


def test_rows_cut_by_pages_are_joined_cell_by_cell():
    third = read_text(DAMAGED, 2024).tasks[2]

    assert third.content == "Đẩy mạnh trao trả “Quảng Trị chung sức xây dựng nông thôn mới”"
    assert third.cells[COORDINATORS] == (
        "Các sở, ban ngành, đoàn thể cấp tỉnh, UBND các huyện, thị xã"
    )
    assert third.marks == ["nối phần ở dòng 8"]


def test_a_stray_number_on_the_rest_of_a_cut_row_makes_no_new_task():
    fourth = read_text(DAMAGED, 2024).tasks[11]

    assert fourth.number == "4"
    assert fourth.content == "Mục tiêu xã đạt chuẩn nông thôn mới nâng cao"
    assert fourth.cells[NOTE] == "Văn bản số 756/UBND-KT ngày 07/02/2024"
    assert fourth.marks == ["nối phần ở dòng 22, bỏ số «2» lạc"]


@pytest.mark.parametrize("at", [12, 13])
def test_a_cell_torn_in_two_is_joined_and_what_it_pushed_aside_moves_back(at):
    found = read_text(DAMAGED, 2024).tasks[at]

    assert found.cells[COORDINATORS].startswith("Các sở, ban ngành và UBND các huyện Hóa, Dakrông")
    assert found.cells[DUE] == "Năm 2024"
    assert found.cells[RESULT].startswith("- ")
    assert found.marks[0].startswith("ghép hai ô bị tách")


def test_a_torn_cell_is_joined_where_the_clipboard_lost_the_last_tab_too():
    torn = row("1", "Việc", "Sở A", "UBND các huyện", "Hóa", "Năm 2024", "Kết quả")

    (found,) = tasks(table(torn))

    assert found.cells[COORDINATORS] == "UBND các huyện Hóa"
    assert (found.cells[DUE], found.cells[RESULT]) == ("Năm 2024", "Kết quả")


def test_tags_of_lists_become_lines_with_a_dash():
    first, second = (read_text(DAMAGED, 2024).tasks[at].cells[RESULT] for at in (12, 13))

    assert first == "- Sửa bộ tiêu chí của các xã DBKK.\n- Rà soát"
    assert second == "- Chỉ đạo\n- Rà soát"


def test_a_dash_inside_a_name_stays():
    assert clean("Sở Lao động - Thương binh và Xã hội") == "Sở Lao động - Thương binh và Xã hội"


def test_a_row_out_of_count_without_a_page_between_is_kept_and_doubted():
    one, other = tasks(
        table(row("1", "Một", "Sở A", "", "Năm 2024"), row("5", "Năm", "Sở B", "", "Năm 2024"))
    )

    assert (one.doubts, other.doubts) == ([], ["TT 5 không nối tiếp 1"])


def test_the_next_number_without_lead_and_deadline_is_a_task_of_its_own():
    assert len(tasks(table(row("1", "Một", "Sở A", "", "Năm 2024"), row("2", "Hai")))) == 2


def test_numbers_may_restart_or_run_on_in_each_group():
    found = read_text(
        table(
            *(row("I", "Nhóm một"), row("1", "Một", "Sở A", "", "Năm 2024")),
            *(row("II", "Nhóm hai"), row("2", "Hai", "Sở A", "", "Năm 2024")),
        ),
        2024,
    )

    assert [one.number for one in found.tasks] == ["1", "2"]
    assert found.tasks[1].doubts == ["nhóm bắt đầu từ TT 2"]


def test_a_group_written_in_one_cell_is_a_group():
    found = read_text(table(row("II. Hoàn thành mục tiêu"), row("1", "Một", "Sở A")), 2024)

    assert (found.rows[0].kind, found.rows[0].cells[:2]) == (
        GROUP,
        ["II", "Hoàn thành mục tiêu"],
    )


def test_columns_in_another_order_are_known_by_their_heads():
    head = "STT\tNhiệm vụ\tThời hạn\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm"
    (found,) = tasks(f"{head}\n1\tViệc\tQuý II/2024\tSở A\tSở B\tBáo cáo")

    assert (found.cells[LEADS], found.cells[COORDINATORS]) == ("Sở A", "Sở B")
    assert (found.cells[DUE], found.cells[RESULT]) == ("Quý II/2024", "Báo cáo")


def test_without_heads_the_usual_order_is_taken_and_told():
    found = read_text(row("1", "Việc", "Sở A", "Sở B", "Năm 2024"), 2024)

    assert found.tasks[0].cells[LEADS] == "Sở A"
    assert "Không thấy dòng tiêu đề" in found.notes[0]


def test_what_stands_above_the_table_is_left_out_and_told():
    found = read_text(f"QUYẾT ĐỊNH\n\nĐiều 1. Ban hành\n{table(row('1', 'Việc', 'Sở A'))}", 2024)

    assert len(found.tasks) == 1
    assert found.notes == ["Bỏ 2 dòng ở trên bảng."]


def test_a_line_break_inside_a_cell_goes_on_with_its_row():
    text = "1\tViệc\tSở A\t\tNăm 2024\t- Một\n- Hai\tGhi chú"

    assert [one.cells[5:] for one in from_text(text, 7)] == [["- Một\n- Hai", "Ghi chú"]]


def test_a_quoted_cell_of_a_spreadsheet_keeps_its_line_breaks_and_quotes():
    text = 'TT\tNội dung\tChủ trì\n1\t"Phong trào ""Chung sức""\nnăm 2024"\tSở A'

    assert from_text(text, 7)[1].cells[1] == 'Phong trào "Chung sức"\nnăm 2024'


def test_html_of_the_clipboard_is_read_as_its_table():
    cells = "".join(f"<td><p>{one}</p></td>" for one in ("1", "Việc", "Sở A", "", "Năm 2024"))
    heads = "".join(f"<td>{one}</td>" for one in HEAD.split("\t"))

    (found,) = tasks(f"<table><tr>{heads}</tr><tr>{cells}</tr></table>")

    assert (found.content, found.cells[LEADS], found.cells[DUE]) == ("Việc", "Sở A", "Năm 2024")


def test_a_text_without_tasks_is_refused_with_what_to_do():
    with pytest.raises(ValidationError, match="chép cả bảng từ Word") as refused:
        read_text(HEAD, 2024)

    assert refused.value.code == "nothing"


def sheet(*rows, merge=()):
    book = Workbook()
    for one in rows:
        book.active.append(one)
    for cells in merge:
        book.active.merge_cells(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_sheet_is_read_with_its_merged_leads_and_its_days():
    content = sheet(
        ["CHƯƠNG TRÌNH CÔNG TÁC"],
        HEAD.split("\t"),
        ["I", "Nhóm"],
        [1, "Một", "Sở Tài chính", "", dt.date(2024, 6, 30)],
        [2, "Hai", None, "", "Năm 2024"],
        merge=["B3:G3", "C4:C5"],
    )

    found = read_file(content, 2024)

    assert counts(found) == [["I", 2]]
    assert [one.cells[LEADS] for one in found.tasks] == ["Sở Tài chính", "Sở Tài chính"]
    assert found.tasks[0].cells[DUE] == "30/6/2024"


def test_a_sheet_without_a_table_is_refused():
    with pytest.raises(ValidationError) as refused:
        read_file(sheet(), 2024)

    assert refused.value.code == "nothing"
