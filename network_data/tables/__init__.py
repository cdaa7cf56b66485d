"""SQLModel tables: the one definition of every stored record."""

from network_data.tables.accounts import (
    Account,
    ApiKey,
    Grant,
    GrantKind,
    LinkPurpose,
    PersonIdentity,
    ProviderReturn,
    RoleAssignment,
    SignInAttempt,
    SingleUseLink,
    WebSession,
)
from network_data.tables.audit import AuditEntry, AuditHead, AuditMention, AuditSubject
from network_data.tables.base import METADATA
from network_data.tables.network import (
    Chantier,
    NetworkChange,
    NetworkVersion,
    Partner,
    Service,
    ServiceWords,
    Territory,
)
from network_data.tables.people import HeldPaper, Need, NeedState, Person, Referent, StoredResult
from network_data.tables.plans import ChoiceKind, ChosenBy, KeptPlan, PlanChoice
from network_data.tables.quotas import Quota
from network_data.tables.referrals import (
    AgreementForm,
    Hold,
    KeptAnswer,
    Referral,
    ReferralEvent,
    SharedField,
    SharingAgreement,
)
from network_data.tables.track_record import PastRequest

__all__ = [
    "METADATA",
    "Account",
    "AgreementForm",
    "ApiKey",
    "AuditEntry",
    "AuditHead",
    "AuditMention",
    "AuditSubject",
    "Chantier",
    "ChoiceKind",
    "ChosenBy",
    "Grant",
    "GrantKind",
    "HeldPaper",
    "Hold",
    "KeptAnswer",
    "KeptPlan",
    "LinkPurpose",
    "Need",
    "NeedState",
    "NetworkChange",
    "NetworkVersion",
    "Partner",
    "PastRequest",
    "Person",
    "PersonIdentity",
    "PlanChoice",
    "ProviderReturn",
    "Quota",
    "Referent",
    "Referral",
    "ReferralEvent",
    "RoleAssignment",
    "Service",
    "ServiceWords",
    "SharedField",
    "SharingAgreement",
    "SignInAttempt",
    "SingleUseLink",
    "StoredResult",
    "Territory",
    "WebSession",
]
