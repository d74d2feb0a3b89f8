from tests.factories.accounts import DelegationFactory, UserFactory
from tests.factories.communes import (
    AgencyFactory,
    CommuneClassFactory,
    CommuneFactory,
    DistrictFactory,
    MembershipFactory,
    ProvinceFactory,
    SuccessionFactory,
)
from tests.factories.criteria import (
    CriteriaSetFactory,
    CriterionFactory,
    EntryDraftFactory,
    EvidenceFactory,
    IndicatorFactory,
    MappingFactory,
    MeasurementFactory,
    RecognitionFactory,
    ResponsibilityFactory,
    RoundFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    ThresholdFactory,
)
from tests.factories.documents import PaperFactory, StoredFileFactory
from tests.factories.plans import TargetFactory
from tests.factories.reports import ReportRunFactory

__all__ = [
    "AgencyFactory",
    "CommuneClassFactory",
    "CommuneFactory",
    "CriteriaSetFactory",
    "CriterionFactory",
    "DelegationFactory",
    "DistrictFactory",
    "EntryDraftFactory",
    "EvidenceFactory",
    "IndicatorFactory",
    "MappingFactory",
    "MeasurementFactory",
    "MembershipFactory",
    "PaperFactory",
    "ProvinceFactory",
    "RecognitionFactory",
    "ReportRunFactory",
    "ResponsibilityFactory",
    "RoundFactory",
    "ScorecardFactory",
    "SponsorAssignmentFactory",
    "StatusEntryFactory",
    "StoredFileFactory",
    "SuccessionFactory",
    "TargetFactory",
    "ThresholdFactory",
    "UserFactory",
]
