"""The regions of the national criteria sets, by the codes that their thresholds use."""

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
