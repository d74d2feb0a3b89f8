"""A decision's list as offices keep it: 92 communes by 22 agencies, in a sheet."""

import csv
from itertools import groupby
from pathlib import Path

from xlsxwriter import Workbook

from communes.names import search_key

DATA = Path(__file__).resolve().parents[2] / "communes" / "data"
COMMUNES, AGENCIES = 92, 22
DAY = "2024-06-18"
UNKNOWN = "Ngân hàng Chính sách xã hội"


def rows_of(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stands(row):
    return row["starts"] <= DAY and (not row["ends"] or row["ends"] >= DAY)


def made_up_list(path):
    """Names are real, who stands behind whom is made up: a matrix with districts between, as offices keep it.

    Every third commune is written without marks; one agency is none that the portal knows.
    """
    districts = {row["code"]: row["name"] for row in rows_of("districts.csv")}
    communes = [row for row in rows_of("communes.csv") if row["kind"] == "xã" and stands(row)]
    agencies = [
        row for row in rows_of("agencies.csv") if row["kind"] == "department" and stands(row)
    ]
    names = [row["short_name"] or row["name"] for row in agencies[: AGENCIES - 1]] + [UNKNOWN]
    listed = sorted(communes[:COMMUNES], key=lambda row: row["district_code"])
    marks = 0
    with Workbook(path) as book:
        sheet = book.add_worksheet("Phụ lục")
        sheet.write(0, 0, "DANH SÁCH PHÂN CÔNG (số liệu dựng để thử)")
        sheet.write_row(2, 0, ["TT", "Xã", *names])
        line = 3
        for code, group in groupby(listed, key=lambda row: row["district_code"]):
            sheet.write(line, 1, f"Huyện {districts[code].removeprefix('Huyện ')}")
            line += 1
            for place, row in enumerate(group, start=1):
                name = row["name"] if place % 3 else search_key(row["name"])
                sheet.write(line, 0, place)
                sheet.write(line, 1, name)
                for at, mark in ((line % AGENCIES, "đ"), ((line * 5 + 3) % AGENCIES, "p")):
                    sheet.write(line, 2 + at, mark)
                marks += 2 - (line % AGENCIES == (line * 5 + 3) % AGENCIES)
                line += 1
        sheet.write(line, 1, "Tổng cộng")
    return marks
