"""Judging submitted nominations and keeping every verdict: for the reviews at receipt and signing, and again when facts change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.words import NominationState, NomineeKind
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.chassis.ids import derived_id
from services.nominations.achievements import store as achievements_store
from services.nominations.dossiers import commands as dossiers
from services.nominations.dossiers import store as dossiers_store
from services.nominations.dossiers.commands import assessing
from services.nominations.dossiers.domain import Nomination
from services.nominations.dossiers.verdicts import store
from services.nominations.dossiers.verdicts.domain import Shown, differences, digest
from services.nominations.dossiers.verdicts.store import Judging, Kept
from services.nominations.law import store as law_store
from services.nominations.law.answers import shown
from services.nominations.law.domain import Rulebook, Verdict
from services.nominations.record import store as record_store
from services.nominations.record.domain import Known
from services.office.access import Actor, Role
from services.office.refusal import NotFound, Refused

SUBMISSION, RECEIPT, SIGNING, REJUDGED = "submission", "receipt", "signing", "rejudged"
MOMENT_BEFORE: Mapping[str, str | None] = {RECEIPT: SUBMISSION, SIGNING: RECEIPT, REJUDGED: None}
"""What a verdict is compared with unless it is said; None: the last one, whichever it was."""
CLOSED = frozenset({NominationState.AWARDED, NominationState.DECLINED, NominationState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Asked:
    """One nomination, the day whose law governs it, and the kept verdict to compare with."""

    nomination_id: UUID
    law_day: date
    against: UUID | None = None


async def judge_for(
    tx: Transaction, moment: str, asked: Sequence[Asked], why: str, *, by: Actor, at: datetime, today: date
) -> list[Kept]:
    """A verdict on each, kept, in the order asked.

    Asked again on the same day with nothing changed, the row that is there answers. Refuses (``verdict.not_under_review``)
    a nomination that has not been submitted, or whose fate is decided; raises `NotFound`.
    """
    found = await dossiers_store.load_many(tx, by.office_id, [each.nomination_id for each in asked])
    for each in asked:
        nomination = found.get(each.nomination_id)
        if nomination is None:
            raise NotFound("nomination", each.nomination_id)
        if nomination.revision == 0 or nomination.state in CLOSED:
            raise Refused(
                "verdict.not_under_review", nomination_id=str(each.nomination_id), state=nomination.state.value
            )
    days = {each.nomination_id: each.law_day for each in asked}
    verdicts = await _judge(tx, by.office_id, [found[each.nomination_id] for each in asked], days, today)
    earlier = await _to_compare_with(tx, by.office_id, moment, asked)
    last = await store.latest(tx, by.office_id, list(days), moment)
    judging = Judging(moment, by.person_id, by.name, at, why)
    kept = []
    for each in asked:
        verdict, against = verdicts[each.nomination_id], earlier.get(each.nomination_id)
        known = last.get(each.nomination_id)
        if known is None or not _is_same(known, verdict, against):
            revision = found[each.nomination_id].revision
            known = await store.keep(tx, by.office_id, each.nomination_id, revision, verdict, judging, against)
            await _note(tx, by, known)
        kept.append(known)
    return kept


async def rejudge(
    tx: Transaction, office_id: UUID, nominee_ids: Sequence[UUID], why: str, at: datetime, today: date
) -> list[Kept]:
    """Judge again what is under review of these nominees and of their units; what changed is kept with the reason.

    A verdict that reads as before adds no row: nothing has changed that anybody would have to be told.
    """
    ids = await store.resting_on(tx, office_id, nominee_ids)
    if not ids:
        return []
    found = await dossiers_store.load_many(tx, office_id, ids)
    last = await store.latest(tx, office_id, ids)
    received = await store.latest(tx, office_id, ids, RECEIPT)
    days = {each: _law_day(found[each], received.get(each), today) for each in found}
    verdicts = await _judge(tx, office_id, list(found.values()), days, today)
    itself = _itself(office_id)
    judging = Judging(REJUDGED, itself.person_id, itself.name, at, why)
    kept = []
    for nomination_id, verdict in verdicts.items():
        against = last.get(nomination_id)
        if against is not None and not differences(against.verdict, verdict) and against.overall == verdict["overall"]:
            continue
        revision = found[nomination_id].revision
        added = await store.keep(tx, office_id, nomination_id, revision, verdict, judging, against)
        await _note(tx, itself, added)
        kept.append(added)
    return kept


async def judge_again(tx: Transaction, nominee_ids: Sequence[UUID], why: str, acting: Acting) -> int:
    """`rejudge` after the register said something about these nominees that may stop what is under review; how many changed."""
    return len(await rejudge(tx, acting.by.office_id, nominee_ids, why, acting.at, acting.today))


async def judge_open(
    tx: Transaction, office_id: UUID, nomination_ids: Sequence[UUID], today: date
) -> dict[UUID, Verdict]:
    """The verdict of this moment on open nominations, each by the law of its receipt; drafts included, nothing is kept."""
    rulebook = await law_store.current(tx, office_id)
    received = await store.latest(tx, office_id, nomination_ids, RECEIPT)
    verdicts: dict[UUID, Verdict] = {}
    for nomination_id, nomination in (await dossiers_store.load_many(tx, office_id, nomination_ids)).items():
        nominee, year = nomination.nominee, nomination.period_year
        known = await record_store.known(tx, office_id, NomineeKind(nominee.kind), nominee.nominee_id, year, today)
        law_day = received[nomination_id].law_day if nomination_id in received else today
        verdicts[nomination_id] = dossiers.verdict_on(rulebook, nomination, known, today, law_day)
    return verdicts


def _law_day(nomination: Nomination, received: Kept | None, today: date) -> date:
    """The day of receipt governs once there was one; until then today's law."""
    return today if received is None or nomination.state is NominationState.SUBMITTED else received.law_day


def _itself(office_id: UUID) -> Actor:
    return Actor(office_id, derived_id("service", "nominations"), "nominations", frozenset({Role.SERVICE}))


async def _judge(
    tx: Transaction, office_id: UUID, nominations: Sequence[Nomination], days: Mapping[UUID, date], today: date
) -> dict[UUID, Shown]:
    """By the rulebook the office works by now; the facts of all people are read at once."""
    rulebook = await law_store.current(tx, office_id)
    people = [n.nominee.nominee_id for n in nominations if n.nominee.kind == NomineeKind.PERSON.value]
    known: dict[tuple[UUID, int], Known] = {}
    facts = {each.nominee_id: each for each in await record_store.people_known(tx, office_id, people)}
    reused = await achievements_store.reused(tx, office_id, [each.nomination_id for each in nominations])
    judged: dict[UUID, Shown] = {}
    for nomination in nominations:
        place = (nomination.nominee.nominee_id, nomination.period_year)
        if nomination.nominee.kind == NomineeKind.PERSON.value:
            of_nominee = facts[nomination.nominee.nominee_id]
        else:
            if place not in known:
                known[place] = await record_store.unit_known(tx, office_id, *place, today)
            of_nominee = known[place]
        of_nominee = achievements_store.looked(of_nominee, reused[nomination.nomination_id])
        of_nominee = await record_store.completed(
            tx, office_id, rulebook, of_nominee, nomination.award.code, nomination.period_year, nomination.created_by
        )
        judged[nomination.nomination_id] = shown(
            await _assess(tx, rulebook, nomination, of_nominee, today, days[nomination.nomination_id])
        )
    return judged


async def _assess(
    tx: Transaction, rulebook: Rulebook, nomination: Nomination, known: Known, today: date, law_day: date
) -> Verdict:
    """As at submission, papers and minutes included, but by the law of the day that governs; the facts are today's."""

    def by_its_law(rules: Rulebook, seen: Nomination, facts: Known, _: date) -> Verdict:
        return dossiers.verdict_on(rules, seen, facts, today, law_day)

    material = await assessing.material_of(tx, nomination)
    return assessing.assess(rulebook, nomination, known, material, law_day, by_its_law).verdict


async def _to_compare_with(tx: Transaction, office_id: UUID, moment: str, asked: Sequence[Asked]) -> dict[UUID, Kept]:
    """What each new verdict is compared with, by nomination; raises `NotFound` for a verdict of another nomination."""
    found = await store.latest(tx, office_id, [each.nomination_id for each in asked], MOMENT_BEFORE[moment])
    named = {each.against: each.nomination_id for each in asked if each.against is not None}
    kept = await store.by_id(tx, office_id, list(named))
    for verdict_id, nomination_id in named.items():
        if verdict_id not in kept or kept[verdict_id].nomination_id != nomination_id:
            raise NotFound("verdict", verdict_id)
        found[nomination_id] = kept[verdict_id]
    return found


def _is_same(known: Kept, verdict: Shown, against: Kept | None) -> bool:
    """Judged on the same day, saying the same, compared with the same."""
    return (
        known.judged_on.isoformat() == verdict["judged_on"]
        and known.digest == digest(verdict)
        and known.compared_with == (against.verdict_id if against else None)
    )


async def _note(tx: Transaction, by: Actor, kept: Kept) -> None:
    detail: dict[str, Any] = {"moment": kept.moment, "verdict_id": kept.verdict_id, "overall": kept.overall}
    if kept.differences:
        detail["differs"] = {each.code: [each.before, each.now] for each in kept.differences}
    if kept.why:
        detail["why"] = kept.why
    await audit(tx, by, "judge", "nomination", kept.nomination_id, at=kept.judged_at, **detail)
