"""What the read model does with each event: copies what reports count, and writes down in the chronicle what happened."""

from collections.abc import Mapping
from typing import Final

from contracts.catalog import EVENTS
from contracts.envelope import Event
from contracts.nominations import events as nom
from contracts.reporting import events as rep
from contracts.reviews import events as rev
from services.chassis.subscription import Handler
from services.reporting.readmodel.events import copies
from services.reporting.readmodel.events.chronicle import chronicle
from services.reporting.readmodel.store import CHRONICLED

HANDLERS: Final[Mapping[type[Event], Handler]] = {
    **{EVENTS[name]: chronicle for name in CHRONICLED},
    nom.NominationSubmitted: copies.nominations_submitted,
    nom.NominationHeld: copies.holds,
    nom.NominationReleased: copies.holds,
    nom.RulebookPublished: copies.rulebooks,
    nom.MovementLaunched: copies.movements,
    nom.RoundOpened: copies.rounds,
    nom.UnitRecorded: copies.units,
    nom.PersonRecorded: copies.people,
    nom.AwardRecorded: copies.awards,
    nom.AwardRevalued: copies.revaluations,
    rev.CaseReceived: copies.case_moves,
    rev.NominationReturned: copies.case_moves,
    rev.CouncilDecided: copies.case_moves,
    rev.AwardDecided: copies.case_moves,
    rev.AwardDeclined: copies.case_moves,
    rev.ProposalSubmittedUpward: copies.case_moves,
    rev.UpperAuthorityAnswered: copies.case_moves,
    rev.WithdrawalAccepted: copies.case_moves,
    rep.ReportDue: copies.reports,
    rep.ReportSubmitted: copies.reports,
    rep.ReportSubmissionWithdrawn: copies.reports,
    rep.ReportOverdue: copies.reports,
    rep.UnitResultsRecorded: copies.results,
}
