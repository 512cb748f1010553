"""Templates and programmes, brands on their way, and graduates."""

from portal.incubation.models.graduates import (
    Certificate,
    CertificateState,
    FollowUp,
    SalesBand,
    Trading,
)
from portal.incubation.models.programmes import (
    EvidenceKind,
    Milestone,
    Programme,
    Stage,
    Template,
)
from portal.incubation.models.ways import (
    ON_ITS_WAY,
    CoachNote,
    DateMove,
    Enrolment,
    EnrolmentState,
    Evidence,
    EvidenceFile,
    EvidenceState,
    ExitKind,
    MilestoneProgress,
    MilestoneState,
    Pause,
)

__all__ = [
    "ON_ITS_WAY",
    "Certificate",
    "CertificateState",
    "CoachNote",
    "DateMove",
    "Enrolment",
    "EnrolmentState",
    "Evidence",
    "EvidenceFile",
    "EvidenceKind",
    "EvidenceState",
    "ExitKind",
    "FollowUp",
    "Milestone",
    "MilestoneProgress",
    "MilestoneState",
    "Pause",
    "Programme",
    "SalesBand",
    "Stage",
    "Template",
    "Trading",
]
