"""Names that go with codes: regions of the national criteria sets, rounds."""

# By the codes that thresholds use.
REGION_NAMES = {
    "chung": "chung cả nước",
    "TDMNPB": "Trung du miền núi phía Bắc",
    "DBSH": "Đồng bằng sông Hồng",
    "BTB": "Bắc Trung Bộ",
    "DHNTB": "Duyên hải Nam Trung Bộ",
    "TN": "Tây Nguyên",
    "DNB": "Đông Nam Bộ",
    "DBSCL": "Đồng bằng sông Cửu Long",
}

# By kind of round (`criteria.choices.RoundKind`), where the office gives no name of its own.
ROUND_NAMES = {
    "half_year": "Kỳ 6 tháng đầu năm {year}",
    "year": "Kỳ năm {year}",
    "on_demand": "Kỳ đột xuất năm {year}",
}
