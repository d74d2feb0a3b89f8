from io import BytesIO

from python_calamine import CalamineWorkbook

from communes.exports import to_xlsx


def read(content):
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return sheet.name, sheet.to_python()


def test_rows_come_back_as_they_went_in():
    rows = [("Hướng Việt", 10, 87.5), ("Vĩnh Thái", 0, None)]

    assert read(to_xlsx("Xã", ["Tên", "Đạt", "Tỷ lệ"], rows)) == (
        "Xã",
        [["Tên", "Đạt", "Tỷ lệ"], ["Hướng Việt", 10, 87.5], ["Vĩnh Thái", 0, ""]],
    )


def test_what_somebody_typed_never_becomes_a_formula_or_a_link():
    typed = ["=1+1", "https://example.com", "+84", "@x"]

    assert read(to_xlsx("Xã", ["Ghi chú"], [[one] for one in typed]))[1][1:] == [
        [one] for one in typed
    ]
