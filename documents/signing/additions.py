"""What later revisions of a PDF did to an earlier one: signatures alone, or anything else.

Only the objects that a revision writes anew are compared, each with what it was: a tagged paper of forty pages
has tens of thousands, and pyHanko's own analysis follows them all. Whatever is not known to belong to signing
counts as a change of the paper.
"""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import (
    DiffPolicy,
    DiffResult,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

# Entries of the catalog, of its form and of a signature field that signing writes; all others stay as they are.
OF_CATALOG = {"/AcroForm", "/DSS", "/Perms", "/Extensions", "/Metadata", "/Version"}
OF_FORM = {"/Fields", "/SigFlags", "/DA", "/DR"}
OF_FIELD = {"/V", "/AP", "/F", "/M"}
ACTS = {"/A", "/AA"}  # what would do something when a field is touched
MOST_PAGES = 5000


class SigningOnly(DiffPolicy):
    """Lets signatures, time stamps and what long keeping adds stand behind a paper, and nothing else."""

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,  # noqa: ARG002 -- pyHanko's own signature
        doc_mdp: MDPPerm | None = None,  # noqa: ARG002
    ) -> DiffResult:
        level = ModificationLevel.NONE
        for revision in range(old.revision + 1, new.revision + 1):
            step = _Step(old, new.reader.get_historical_resolver(revision))
            level = max(level, step.level())
        return DiffResult(level, set())

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,  # noqa: ARG002
        doc_mdp: MDPPerm | None = None,  # noqa: ARG002
    ) -> DiffResult | SuspiciousModification:
        old = (
            reader.get_historical_resolver(base_revision)
            if isinstance(base_revision, int)
            else base_revision
        )
        last = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
        try:
            return self.apply(old, last)
        except SuspiciousModification as found:
            return found


class _Step:
    """One revision against the one that stands."""

    def __init__(self, old: HistoricalResolver, new: HistoricalResolver) -> None:
        self.old, self.new = old, new
        self.reader = new.reader
        self.fields: list[generic.DictionaryObject] = []  # signature fields added or filled in
        self.pages = {_key(ref): page for ref, page in _pages_of(old)}
        self.lists = {
            _key(page.raw_get("/Annots"))
            for page in self.pages.values()
            if _points(page, "/Annots")
        }

    def level(self) -> ModificationLevel:
        written = self.reader.xrefs.explicit_refs_in_revision(self.new.revision)
        self._refuse_lost()
        self._refuse_other_root()
        archive = set(_archive_of(self.old))
        for ref in written:
            self._compare((ref.idnum, ref.generation), archive)
        if not written:
            return ModificationLevel.NONE
        signs = any(_value_type(one) != "/DocTimeStamp" for one in self.fields)
        return ModificationLevel.FORM_FILLING if signs else ModificationLevel.LTA_UPDATES

    def _refuse_lost(self) -> None:
        """Nothing is taken away, and no number that the paper may point to without having it is filled."""
        section = self.reader.xrefs.get_xref_data(self.new.revision)
        if any(self._was((number, 0)) for number in section.freed):
            raise SuspiciousModification("an object was taken away")
        if section.hybrid is not None:
            raise SuspiciousModification("a hybrid table of objects")

    def _refuse_other_root(self) -> None:
        old, new = self.old.trailer_view, self.new.trailer_view
        if _key(old.raw_get("/Root")) != _key(new.raw_get("/Root")) or "/Encrypt" in new:
            raise SuspiciousModification("another catalog")

    def _was(self, key: tuple[int, int]) -> bool:
        """The object was there before. pyHanko keeps tables by revision: the last change up to `old` tells."""
        ref = generic.Reference(*key, pdf=self.reader)
        for revision in range(self.old.revision + 1):
            try:
                self.reader.xrefs.get_xref_data(revision).try_resolve(ref)
            except KeyError:
                continue
            return True
        return False

    def _compare(self, key: tuple[int, int], archive: set[tuple[int, int]]) -> None:
        if not self._was(key):
            if key[0] < int(self.old.trailer_view["/Size"]):
                raise SuspiciousModification(f"a gap was filled: {key}")
            return
        ref = generic.Reference(*key, pdf=self.reader)
        before, after = self.old.get_object(ref), self.new.get_object(ref)
        trailer, catalog = self.old.trailer_view, self.old.root
        if key == _key(trailer.raw_get("/Root")):
            self._compare_catalogs(before, after)
        elif key in self.pages:
            self._compare_pages(before, after)
        elif key in self.lists:
            self._added_fields(before, after, widgets=True)
        elif _is_at(catalog, "/AcroForm", key):
            self._compare_forms(before, after)
        elif _is_at(_at(catalog, "/AcroForm", {}), "/Fields", key):
            self._added_fields(before, after)
        elif _is_empty_field(before):
            _refuse_unlike(before, after, OF_FIELD)
            self._add_field(after)
        elif not (key in archive or _is_at(trailer, "/Info", key)) and _plain(before) != _plain(
            after
        ):
            raise SuspiciousModification(f"an object was written anew: {key}")

    def _compare_catalogs(self, before: Any, after: Any) -> None:
        _refuse_unlike(before, after, OF_CATALOG)
        self._compare_forms(_at(before, "/AcroForm", {}), _at(after, "/AcroForm", {}))

    def _compare_forms(self, before: Any, after: Any) -> None:
        _refuse_unlike(before, after, OF_FORM)
        self._added_fields(_at(before, "/Fields", []), _at(after, "/Fields", []))

    def _compare_pages(self, before: Any, after: Any) -> None:
        _refuse_unlike(before, after, {"/Annots", "/Tabs"})
        self._added_fields(_at(before, "/Annots", []), _at(after, "/Annots", []), widgets=True)

    def _added_fields(self, before: Any, after: Any, *, widgets: bool = False) -> None:
        """A list of fields or notes keeps what it had, in its order; what is new are signature fields."""
        had, has = _plain(before) or (), _plain(after) or ()
        if has[: len(had)] != had:
            raise SuspiciousModification("a list of fields lost some")
        for place in range(len(had), len(has)):
            one = after[place]
            if widgets and _at(one, "/Subtype") != "/Widget":
                raise SuspiciousModification("a note was added")
            self._add_field(one)

    def _add_field(self, one: Any) -> None:
        parent = _at(one, "/Parent", {})
        if "/Sig" not in {_at(one, "/FT"), _at(parent, "/FT")}:
            raise SuspiciousModification("a field that is no signature")
        if ACTS & (one.keys() | parent.keys()):
            raise SuspiciousModification("a field that acts")
        self.fields.append(one if "/V" in one else parent or one)


def _pages_of(
    resolver: HistoricalResolver,
) -> Iterator[tuple[generic.IndirectObject, generic.DictionaryObject]]:
    """Every page with its reference, in the view of a revision."""
    waiting = [resolver.root.raw_get("/Pages")]
    seen = 0
    while waiting:
        ref = waiting.pop()
        node = ref.get_object()
        seen += 1
        if seen > MOST_PAGES:
            raise SuspiciousModification("too many pages")
        if _at(node, "/Type") == "/Pages":
            waiting += [node["/Kids"].raw_get(place) for place in range(len(node["/Kids"]))]
        else:
            yield ref, node


def _archive_of(resolver: HistoricalResolver) -> Iterator[tuple[int, int]]:
    """References to what long keeping may write anew: the store of certificates, extensions, metadata."""
    root = resolver.root
    waiting: list[Any] = [
        root.raw_get(one) for one in ("/DSS", "/Extensions", "/Metadata", "/Perms") if one in root
    ]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            yield _key(one)
            one = one.get_object()  # type: ignore[no-untyped-call]
        if isinstance(one, generic.StreamObject):
            continue
        if isinstance(one, generic.DictionaryObject):
            waiting += [one.raw_get(name) for name in one if name in _STORE]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(place) for place in range(len(one))]


_STORE = {"/Certs", "/CRLs", "/OCSPs", "/VRI"}


def _refuse_unlike(before: Any, after: Any, may_differ: set[str]) -> None:
    """Raise unless two dictionaries are the same but for the entries named."""
    here = {name: _plain(before.raw_get(name)) for name in before if name not in may_differ}
    there = {name: _plain(after.raw_get(name)) for name in after if name not in may_differ}
    if here != there:
        raise SuspiciousModification("an entry was changed")


def _is_empty_field(one: Any) -> bool:
    if not isinstance(one, generic.DictionaryObject):
        return False
    parent = _at(one, "/Parent", {})
    kind = _at(one, "/FT") or _at(parent, "/FT")
    return bool(kind == "/Sig" and "/V" not in one and "/V" not in parent)


def _value_type(field: generic.DictionaryObject) -> str:
    return str(_at(_at(field, "/V", {}), "/Type", "/Sig"))


def _at(holder: Any, name: str, otherwise: Any = None) -> Any:
    """An entry, whatever references lead to it."""
    if name in holder:
        return holder[name]
    return otherwise


def _is_at(holder: Any, name: str, key: tuple[int, int]) -> bool:
    return _points(holder, name) and _key(holder.raw_get(name)) == key


def _points(holder: Any, name: str) -> bool:
    return name in holder and isinstance(holder.raw_get(name), generic.IndirectObject)


def _key(ref: Any) -> tuple[int, int]:
    return ref.idnum, ref.generation


def _plain(one: Any) -> Any:
    """An object as Python compares it: references by their numbers, streams with their bytes."""
    if isinstance(one, generic.IndirectObject):
        return ("R", *_key(one))
    if isinstance(one, generic.StreamObject):
        return ("S", {name: _plain(one.raw_get(name)) for name in one}, one.encoded_data)
    if isinstance(one, generic.DictionaryObject):
        return {name: _plain(one.raw_get(name)) for name in one}
    if isinstance(one, generic.ArrayObject):
        return tuple(_plain(one.raw_get(place)) for place in range(len(one)))
    return one
