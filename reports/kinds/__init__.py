"""The kinds of reports: what each gathers, and how it becomes blocks of a paper."""

from reports.choices import Kind
from reports.kinds.agency import report as agency
from reports.kinds.commune import report as commune
from reports.kinds.commune import sheet as commune_sheet
from reports.kinds.contract import Addressed, Fact, Figures, ReportKind, Sheet
from reports.kinds.programme import report as programme
from reports.kinds.province import report as province

KINDS: dict[Kind, ReportKind] = {
    Kind.AGENCY_HALF_YEAR: agency.HALF_YEAR,
    Kind.AGENCY_YEAR: agency.YEAR,
    Kind.COMMUNE_HALF_YEAR: commune.HALF_YEAR,
    Kind.COMMUNE_YEAR: commune.YEAR,
    Kind.COMMUNE_SHEET: commune_sheet.KIND,
    Kind.PROGRAMME: programme.KIND,
    Kind.DISTRICT_HALF_YEAR: province.DISTRICT_HALF_YEAR,
    Kind.DISTRICT_YEAR: province.DISTRICT_YEAR,
    Kind.PROVINCE_HALF_YEAR: province.HALF_YEAR,
    Kind.PROVINCE_YEAR: province.YEAR,
}

__all__ = ["KINDS", "Addressed", "Fact", "Figures", "ReportKind", "Sheet"]
