"""The register's workbook with the awards of the rulebook that the product comes with."""

from functools import partial

from services.nominations.law.files import loader
from services.nominations.register import workbook
from services.nominations.register.workbook.layout import sheets

AWARDS = loader.load().awards
SHEETS = sheets(AWARDS)
read_workbook = partial(workbook.read_workbook, awards=AWARDS)
write_workbook = partial(workbook.write_workbook, awards=AWARDS)
template_workbook = partial(workbook.template_workbook, awards=AWARDS)
