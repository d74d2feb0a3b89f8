"""Sheets as a user has them: fetched, edited, sent back."""

from io import BytesIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from communes.exports import CORNER, MEDIA_TYPE


def fetched(client, url):
    """The workbook behind a link, as openpyxl opens it."""
    answer = client.get(url)
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content))


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def upload(content, name="mau.xlsx"):
    return SimpleUploadedFile(name, content, content_type=MEDIA_TYPE)


class Grid:
    """The first sheet of a template by its hidden keys."""

    def __init__(self, book):
        self.sheet = book.worksheets[0]
        (self.top, self.left) = next(
            (cell.row, cell.column)
            for row in self.sheet.iter_rows()
            for cell in row
            if cell.value == CORNER
        )

    def row(self, key):
        return next(
            number
            for number in range(self.top + 1, self.sheet.max_row + 1)
            if self.sheet.cell(number, self.left).value == key
        )

    def column(self, key):
        return next(
            number
            for number in range(1, self.sheet.max_column + 1)
            if self.sheet.cell(self.top, number).value == key
        )

    def cell(self, row, column):
        return self.sheet.cell(self.row(row), self.column(column))
