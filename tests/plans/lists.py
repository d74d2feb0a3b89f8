"""A province small enough to read: communes of three districts, agencies under several names."""

import datetime as dt
from dataclasses import dataclass

from communes.models import Agency, AgencyAlias, Commune
from tests.factories import AgencyFactory, CommuneFactory, DistrictFactory

STARTS = dt.date(2024, 7, 1)
COMMUNES = {
    "Gio Linh": ["Gio Mai", "Gio Mỹ", "Trung Sơn"],
    "Hướng Hóa": ["Thuận", "Hướng Việt", "Tân Thành"],
    "Vĩnh Linh": ["Vĩnh Thái", "Vĩnh Tú", "Trung Nam"],
}
AGENCIES = {
    "so-ke-hoach-dau-tu": ("Sở Kế hoạch và Đầu tư", "Sở KH&ĐT", "SKH"),
    "so-thong-tin-truyen-thong": ("Sở Thông tin và Truyền thông", "Sở TT&TT", "Sở TTTT"),
    "so-van-hoa": ("Sở Văn hóa, Thể thao và Du lịch", "Sở VH,TT&DL", "Sở VHTTDL"),
    "so-y-te": ("Sở Y tế", "", ""),
    "lien-minh-htx": ("Liên minh Hợp tác xã tỉnh", "Liên minh HTX tỉnh", "LMHTX"),
}


@dataclass(frozen=True, slots=True)
class Province:
    communes: dict[str, Commune]
    agencies: dict[str, Agency]

    def code(self, name: str) -> str:
        return self.communes[name].code


def province():
    communes = {}
    for district, names in COMMUNES.items():
        place = DistrictFactory(name=district)
        for name in names:
            communes[name] = CommuneFactory(name=name, district=place)
    agencies = {}
    for slug, (name, short, alias) in AGENCIES.items():
        agencies[slug] = AgencyFactory(slug=slug, name=name, short_name=short)
        if alias:
            AgencyAlias.objects.create(agency=agencies[slug], name=alias)
    return Province(communes, agencies)
