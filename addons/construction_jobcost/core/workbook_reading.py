# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Read the cells of a workbook that somebody else made, without trusting it.

Formulas are not calculated: the values that the spreadsheet program kept beside them count.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

#: Of the file, of what it unpacks to (bytes), of its parts, and of a sheet.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5 * 2**20, 50 * 2**20, 500
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 5000, 60, 20


class WorkbookError(ValueError):
    """The file is not read; ``code`` is the same in every release."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cell:
    """A value as it is kept (text, number, date or nothing), and whether it shows as percent."""

    value: object = None
    is_percent: bool = False


def read_sheets(content: bytes) -> list[list[list[Cell]]]:
    """Return the cells of all sheets, row by row.

    Raises WorkbookError: file.too_big, file.not_a_workbook, file.macros.
    """
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return [_read_sheet(sheet) for sheet in book.worksheets[:MOST_SHEETS]]
    except WorkbookError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise WorkbookError("file.not_a_workbook") from error
    except Exception as error:  # the parser of a broken file may raise anything
        raise WorkbookError("file.not_a_workbook") from error


def _check_archive(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise WorkbookError("file.too_big")
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise WorkbookError("file.not_a_workbook") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise WorkbookError("file.too_big")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise WorkbookError("file.macros")


def _read_sheet(sheet) -> list[list[Cell]]:
    rows = []
    for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS):
        rows.append([Cell(cell.value, "%" in (cell.number_format or "")) for cell in row])
    if len(rows) > MOST_ROWS:
        raise WorkbookError("file.too_big")
    return rows
