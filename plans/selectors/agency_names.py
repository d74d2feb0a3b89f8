"""Which agency a text of somebody's list means; never a guess: what is not sure is only suggested."""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from communes.choices import AgencyKind
from communes.models import Agency, AgencyAlias
from communes.names import search_key

How = Literal["tên", "không thấy", "trùng tên"]

SUGGESTED = 4  # the most names suggested for one that was not found
ALIKE = 0.6  # how like a name must be to be suggested, from 0 to 1
# Long words and how lists shorten them; both are brought to the short one before they are compared.
SHORT = (
    ("uy ban nhan dan", "ubnd"),
    ("uy ban mat tran to quoc", "ubmttq"),
    ("mat tran to quoc", "mttq"),
    ("uy ban mttq", "ubmttq"),
    ("phat trien nong thon", "ptnt"),
    ("nong nghiep", "nn"),
    ("nong thon moi", "ntm"),
    ("ke hoach", "kh"),
    ("dau tu", "dt"),
    ("thong tin", "tt"),
    ("truyen thong", "tt"),
    ("tai nguyen", "tn"),
    ("moi truong", "mt"),
    ("lao dong", "ld"),
    ("thuong binh", "tb"),
    ("xa hoi", "xh"),
    ("van hoa", "vh"),
    ("the thao", "tt"),
    ("du lich", "dl"),
    ("khoa hoc", "kh"),
    ("cong nghe", "cn"),
    ("giao duc", "gd"),
    ("dao tao", "dt"),
    ("giao thong", "gt"),
    ("van tai", "vt"),
    ("hop tac xa", "htx"),
    ("lien hiep phu nu", "lhpn"),
    ("lien doan", "ld"),
    ("bo chi huy", "bch"),
    ("bo doi bien phong", "bdbp"),
    ("quan su", "qs"),
    ("cuu chien binh", "ccb"),
    ("van phong dieu phoi", "vpdp"),
    ("van phong", "vp"),
)
FILLER = re.compile(r"\b(va|tinh|quang tri|viet nam|vn)\b")
NUMBERED = re.compile(r"^\s*(?:[\divxIVX]{1,4}\s*[.)/-]|[-+•*])\s*")
AGENCY_WORDS = re.compile(
    r"^(so|ban|vp|van phong|hoi|cong an|bo|ubnd|uy ban|lien minh|lien doan|cuc|chi cuc|truong|doan"
    r"|tinh doan|bao|dai|thanh tra|ngan hang|cong ty|tong cong ty|trung tam|vien|benh vien|kho bac"
    r"|toa an|bien phong|mttq|mat tran|bql|quy|du an)\b"
)


@dataclass(frozen=True, slots=True)
class AgencyMatch:
    """What a text was understood as: an agency, or none and what it might be."""

    agency: Agency | None
    how: How
    choices: tuple[Agency, ...] = ()


class AgencyNames:
    """The agencies of a day under every name that is known of them; two queries, however many texts.

    UBND of communes are left out: nobody assigns them to communes. One that has ended is known
    under its names too: its successor is suggested.
    """

    def __init__(self, day: dt.date) -> None:
        rows = list(
            Agency.objects.exclude(kind=AgencyKind.COMMUNE)
            .select_related("successor")
            .order_by("sort_key", "pk")
        )
        self.agencies = [one for one in rows if one.covers(day)]
        self.by_slug = {one.slug: one for one in self.agencies}
        self._named: dict[str, list[Agency]] = defaultdict(list)
        self._former: dict[str, list[Agency]] = defaultdict(list)
        aliases: dict[int, list[str]] = defaultdict(list)
        for agency_id, name in AgencyAlias.objects.order_by("pk").values_list("agency", "name"):
            aliases[agency_id].append(name)
        for one in rows:
            names = {one.name, one.short_name, one.code, *aliases[one.pk]} - {""}
            heir = one if one.covers(day) else self.by_slug.get(_slug_of(one.successor))
            if heir is not None:
                self._keep(self._named if heir is one else self._former, names, heir)

    def match(self, text: str) -> AgencyMatch:
        key = loose_key(text)
        found = self._named.get(key, []) if key else []
        if len(found) == 1:
            return AgencyMatch(found[0], "tên")
        if found:
            return AgencyMatch(None, "trùng tên", tuple(found))
        return AgencyMatch(None, "không thấy", self._near(key))

    def _near(self, key: str) -> tuple[Agency, ...]:
        if not key:
            return ()
        former = self._former.get(key, [])
        alike = get_close_matches(key, self._named, n=SUGGESTED, cutoff=ALIKE)
        near = [one for name in alike for one in self._named[name]]
        return tuple(dict.fromkeys([*former, *near]))[:SUGGESTED]

    def _keep(
        self, names: dict[str, list[Agency]], spelled: Iterable[str], agency: Agency
    ) -> None:
        for name in spelled:
            key = loose_key(name)
            if key and agency not in names[key]:
                names[key].append(agency)


def loose_key(text: str) -> str:
    """Letters alone, shortened as lists do: «Sở Nông nghiệp và PTNT tỉnh» → «sonnptnt»."""
    key = search_key(NUMBERED.sub("", text))
    for long, short in SHORT:
        key = re.sub(rf"\b{long}\b", short, key)
    bare = FILLER.sub(" ", key)
    return (bare if bare.strip() else key).replace(" ", "")


def looks_like_agency(text: str) -> bool:
    """Begins with a word that agencies begin with, known here or not; «Số cơ quan» counts, «Sở» is one."""
    bare = unicodedata.normalize("NFC", NUMBERED.sub("", text)).lower().strip()
    return bool(AGENCY_WORDS.match(search_key(bare))) and not bare.startswith("số ")


def _slug_of(agency: Agency | None) -> str:
    return agency.slug if agency else ""
