"""What is done to a nomination by people: drafted, changed, submitted, held, released, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from contracts.nominations.api.dossiers import dossier_sha256, dossier_text
from contracts.nominations.events import NominationHeld, NominationReleased, WithdrawalRequested
from contracts.words import NomineeKind
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.clock import OFFICE_ZONE
from services.chassis.database import Transaction
from services.chassis.ids import new_id
from services.nominations.achievements import store as achievements_store
from services.nominations.dossiers import domain, store
from services.nominations.dossiers.commands import assessing, freezing
from services.nominations.dossiers.commands.assessing import Assessed
from services.nominations.dossiers.domain import Award, Nomination, Nominee, Papers, papers
from services.nominations.dossiers.verdicts import store as verdicts_store
from services.nominations.law import store as law_store
from services.nominations.law.answers import shown
from services.nominations.law.domain import (
    Achievement,
    Facts,
    Frame,
    Rulebook,
    Verdict,
    award_rule,
    contradictions,
    judge,
)
from services.nominations.record import store as record_store
from services.nominations.record.domain import Known, citations_in
from services.office.refusal import Refused
from services.office.text import join_words


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who is proposed for what, in which round; without a year, the round's."""

    nominee_kind: str
    nominee_id: UUID
    award_code: str
    round_id: UUID
    papers: Papers
    period_year: int | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submitted nomination and the verdict frozen with it, as plain values."""

    nomination: Nomination
    verdict: Mapping[str, Any]


async def draft(tx: Transaction, proposal: Proposal, nominee: Nominee, acting: Acting) -> Nomination:
    """A draft. Refuses an award the round or the rulebook does not take, a closed round, and a second nomination.

    Args:
        nominee: who is proposed, as the register has it; the edge has checked that the actor may propose for that unit.
    """
    round_, year = await store.round_of(tx, acting.by.office_id, proposal.round_id)
    domain.may_be_nominated(round_, proposal.award_code, acting.today)
    rulebook = await law_store.current(tx, acting.by.office_id)
    rule = award_rule(rulebook, proposal.award_code, acting.today)
    if NomineeKind(nominee.kind) not in rule.nominees:
        raise Refused("award_not_for_nominee", field="award_code", award=rule.code, nominee=nominee.kind)
    nomination = Nomination(
        nomination_id=new_id(),
        office_id=acting.by.office_id,
        award=Award(rule.code, rule.name, rule.kind.value, rule.level.value),
        nominee=nominee,
        period_year=proposal.period_year or year,
        round=round_,
        papers=proposal.papers,
        created_by=acting.by.person_id,
    )
    if not await store.insert(tx, nomination, acting.at):
        raise Refused("nomination.duplicate", field="nominee_id", award=rule.code, nominee=nominee.name)
    await _put_forward(tx, nomination)
    await audit(
        tx,
        acting.by,
        "draft",
        "nomination",
        nomination.nomination_id,
        at=acting.at,
        award=rule.code,
        nominee=nominee.name,
    )
    return nomination


async def edit(tx: Transaction, nomination_id: UUID, version: int, papers: Papers, acting: Acting) -> Nomination:
    """Change what the unit wrote; of two who change one version, the second is refused as ``stale``."""
    locked = await store.lock(tx, acting.by.office_id, nomination_id)
    domain.check_version(locked.nomination, version)
    edited = domain.edit(locked.nomination, papers)
    await store.save(tx, edited, acting.at)
    await _put_forward(tx, edited)
    await audit(tx, acting.by, "edit", "nomination", nomination_id, at=acting.at, version=edited.version)
    return edited


async def _put_forward(tx: Transaction, nomination: Nomination) -> None:
    nominee_id, deeds = nomination.nominee.nominee_id, nomination.papers.achievements
    await achievements_store.put_forward(tx, nomination.office_id, nomination.nomination_id, nominee_id, deeds)


async def submit(
    tx: Transaction, nomination_id: UUID, acting: Acting, version: int | None = None, reason: str = ""
) -> Submitted:
    """Judge by the rulebook of today, freeze the dossier under its checksum, and tell the reviews.

    Refuses what is closed, held or late, a verdict of NOT_MET or HELD with the whole verdict in the refusal, and an
    incomplete dossier with every missing paper.

    Args:
        version: what the actor last read; None where the row cannot have been seen by anyone else.
        reason: why it is handed in although rules that nobody has compared say NOT_MET; kept only then.
    """
    by, at = acting.by, acting.at
    locked = await store.lock(tx, by.office_id, nomination_id)
    nomination = locked.nomination
    if version is not None:
        domain.check_version(nomination, version)
    domain.may_submit(nomination, acting.today)
    rulebook = await law_store.rulebook_of(tx, by.office_id, locked.rulebook_version, locked.rulebook_sha256)
    looked = await look_into(tx, nomination, rulebook, acting.today)
    check_ready(looked)
    judged = eligibility(looked)
    domain.require_reason(judged, reason)
    because = reason.strip() if judged.may_go_on else ""
    assessed, known = looked.assessed, looked.known
    verdict, kept = assessed.verdict, shown(assessed.verdict)
    named = replace(assessed.nomination, nominee=_as_registered(nomination.nominee, known))
    frozen_dossier = freezing.dossier_content(named, kept, known, assessed, acting)
    content = frozen_dossier.model_copy(update={"reason_to_go_on": because}).model_dump(mode="json")
    submitted = domain.submit(named, verdict.overall.value, dossier_sha256(content), at)
    frozen = store.Frozen(submitted.dossier_sha256 or "", dossier_text(content), assessed.attachment_ids)
    await store.save_submitted(tx, submitted, frozen, at, by.person_id)
    judging = verdicts_store.Judging("submission", by.person_id, by.name, at, because)
    await verdicts_store.keep(tx, by.office_id, nomination_id, submitted.revision, kept, judging)
    await audit(tx, by, "submit", "nomination", nomination_id, at=at, revision=submitted.revision, reason=because)
    await acting.outbox.record(tx, freezing.nomination_submitted(submitted, verdict, by, at), at=at)
    return Submitted(submitted, kept)


def _as_registered(nominee: Nominee, known: Known) -> Nominee:
    """The nominee by the register's names of today."""
    return replace(nominee, name=known.name, unit_id=known.unit_id, unit_name=known.unit_name)


@dataclass(frozen=True, slots=True)
class Looked:
    """A nomination as it was looked into: by which rulebook, what is known of the nominee, and how it stands by both."""

    nomination: Nomination
    rulebook: Rulebook
    known: Known
    assessed: Assessed
    today: date


async def look_into(tx: Transaction, nomination: Nomination, rulebook: Rulebook, today: date) -> Looked:
    """How a nomination that is not submitted yet stands today."""
    office_id, nominee, year = nomination.office_id, nomination.nominee, nomination.period_year
    known = await record_store.known(tx, office_id, NomineeKind(nominee.kind), nominee.nominee_id, year, today)
    known = await achievements_store.with_uses(tx, office_id, nomination.nomination_id, known)
    known = await record_store.completed(
        tx, office_id, rulebook, known, nomination.award.code, year, nomination.created_by
    )
    material = await assessing.material_of(tx, nomination)
    assessed = assessing.assess(rulebook, nomination, known, material, today, verdict_on)
    return Looked(nomination, rulebook, known, assessed, today)


def eligibility(looked: Looked) -> Verdict:
    """The verdict with the papers left out of it: what is missing there is asked for by name."""
    assessed = looked.assessed
    lacking = papers.missing(assessed.papers)
    if not lacking:
        return assessed.verdict
    return verdict_on(looked.rulebook, assessed.nomination, looked.known, looked.today)


def check_ready(looked: Looked) -> None:
    """Eligibility before papers: whoever cannot have the award is not sent for more paper."""
    require_agreeing(looked.nomination, looked.rulebook, looked.today)
    assessed, judged = looked.assessed, eligibility(looked)
    domain.require_eligible(judged, shown(judged))
    names = looked.rulebook.statement_names(looked.nomination.award.code)
    papers.require_minuted(looked.nomination.papers.statements, assessed.material.minutes, names)
    papers.require_complete(assessed.papers)
    papers.require_scanned(assessed.files)


async def hold(tx: Transaction, nomination_id: UUID, version: int, reason: str, acting: Acting) -> Nomination:
    """Something about the nominee is being verified: the case may be neither voted nor signed until released."""
    by, at = acting.by, acting.at
    locked = await store.lock(tx, by.office_id, nomination_id)
    domain.check_version(locked.nomination, version)
    held = domain.hold(locked.nomination, reason, acting.today)
    await store.save(tx, held, at)
    await audit(tx, by, "hold", "nomination", nomination_id, at=at, reason=reason)
    event = NominationHeld(office_id=by.office_id, nomination_id=nomination_id, reason=reason, held_on=acting.today)
    await acting.outbox.record(tx, event, at=at)
    return held


async def release(tx: Transaction, nomination_id: UUID, version: int, conclusion: str, acting: Acting) -> Nomination:
    """The verification ended with a clean conclusion."""
    by, at = acting.by, acting.at
    locked = await store.lock(tx, by.office_id, nomination_id)
    domain.check_version(locked.nomination, version)
    released = domain.release(locked.nomination)
    await store.save(tx, released, at)
    await audit(tx, by, "release", "nomination", nomination_id, at=at, conclusion=conclusion)
    event = NominationReleased(
        office_id=by.office_id, nomination_id=nomination_id, conclusion=conclusion, released_on=acting.today
    )
    await acting.outbox.record(tx, event, at=at)
    return released


async def withdraw(tx: Transaction, nomination_id: UUID, version: int, reason: str, acting: Acting) -> Nomination:
    """A draft is withdrawn; of a submitted nomination it is only asked for, and the reviews answer."""
    by, at = acting.by, acting.at
    locked = await store.lock(tx, by.office_id, nomination_id)
    domain.check_version(locked.nomination, version)
    withdrawn = domain.withdraw(locked.nomination, reason, at)
    await store.save(tx, withdrawn, at)
    await audit(tx, by, "withdraw", "nomination", nomination_id, at=at, reason=reason)
    if withdrawn.is_open:
        event = WithdrawalRequested(
            office_id=by.office_id,
            nomination_id=nomination_id,
            reason=reason,
            requested_at=at,
            requested_by=by.person_id,
        )
        await acting.outbox.record(tx, event, at=at)
    return withdrawn


def verdict_on(
    rulebook: Rulebook, nomination: Nomination, known: Known, today: date, law_day: date | None = None
) -> Verdict:
    """The verdict on what the nomination puts forward and what is known of its nominee.

    Args:
        law_day: the day whose law governs, once the dossier was received; else today's.
    """
    papers = nomination.papers
    asked = replace(
        known.raw,
        achievements=_deeds(papers),
        statements=frozenset(papers.statements),
        ground=papers.ground,
        citations=citations_in(rulebook, papers.summary, "Tóm tắt thành tích", _written_on(nomination, today)),
    )
    return judge(rulebook, nomination.award.code, known.facts(asked), nomination.period_year, today, law_day)


def _deeds(papers: Papers) -> tuple[Achievement, ...]:
    return tuple(
        Achievement(
            name=deed.name,
            achieved_on=deed.achieved_on,
            ground=deed.ground,
            scope=deed.scope,
            is_confirmed=deed.is_confirmed,
        )
        for deed in papers.achievements
    )


def require_agreeing(nomination: Nomination, rulebook: Rulebook, today: date) -> None:
    """Refuses what is put forward and cannot all be true, or confirms what the rulebook does not know.

    What the register says wrongly is not the proposer's to mend: there the verdict has a line that asks to verify.
    """
    written = nomination.papers
    unknown = sorted(frozenset(written.statements) - rulebook.statements)
    if unknown:
        raise Refused("facts.unknown_code", field="statements", told=f"{join_words(unknown)}.")
    put_forward = Facts(NomineeKind(nomination.nominee.kind), achievements=_deeds(written))
    found = contradictions(put_forward, Frame(rulebook.award_names, rulebook.titles, today))
    if found:
        raise Refused("facts.contradictory", field="achievements", told=" ".join(each.sentence for each in found))


def _written_on(nomination: Nomination, today: date) -> date:
    """A text is cited by the day of the paper that cites it, not by the day it is judged again."""
    return nomination.submitted_at.astimezone(OFFICE_ZONE).date() if nomination.submitted_at else today
