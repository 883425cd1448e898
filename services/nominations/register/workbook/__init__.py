"""The register as an Excel workbook: the template to fill in, a dry run of what was filled in, and the register written out.

Bytes in, values out: nothing is stored here.
"""

from services.nominations.register.workbook.layout import AwardRow, PersonRow, Register, UnitRow, YearRow
from services.nominations.register.workbook.problems import Problem
from services.nominations.register.workbook.reader import RegisterImport, read_workbook, unread
from services.nominations.register.workbook.writer import template_workbook, write_workbook

__all__ = [
    "AwardRow",
    "PersonRow",
    "Problem",
    "Register",
    "RegisterImport",
    "UnitRow",
    "YearRow",
    "read_workbook",
    "template_workbook",
    "unread",
    "write_workbook",
]
