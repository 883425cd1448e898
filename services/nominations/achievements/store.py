"""Records of achievements, the texts they were told in, and what nominations put forward of them."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.words import AwardGround, NomineeKind, RecordKind, ReuseAnswer, Scope
from services.chassis.database import Row, Transaction
from services.chassis.sql import Queries
from services.nominations.achievements import domain
from services.nominations.achievements.domain import Answer, Deed, Evidence, Match, Owner, Put, Record
from services.nominations.record.domain import Known
from services.nominations.register import store as register_store
from services.office.names import same_words, search_key, search_patterns
from services.office.refusal import NotFound, Refused

queries = Queries(__file__)


@dataclass(frozen=True, slots=True)
class Listed:
    """A record with how many nominations use it."""

    record: Record
    uses: int


async def put_forward(
    tx: Transaction, office_id: UUID, nomination_id: UUID, nominee_id: UUID, deeds: Sequence[Deed]
) -> None:
    """Keep what a nomination puts forward, whole, in place of what it did before; part of writing the nomination.

    Refuses (``achievement.not_theirs``) records that are unknown, or neither the nominee's nor, for a unit, its people's.
    """
    await tx.execute(queries.forget_uses, office_id, nomination_id)
    if not deeds:
        return
    achievements = [deed.achievement_id for deed in deeds]
    initiatives = [deed.initiative_id for deed in deeds]
    named = {each for each in [*achievements, *initiatives] if each is not None}
    owners = [nominee_id, *await register_store.people_of_unit(tx, office_id, nominee_id)] if named else []
    rows = await tx.fetch(queries.owned, office_id, list(named), owners) if named else []
    owned = {row["record_id"]: row for row in rows}
    deeds_known = {each for each, row in owned.items() if row["kind"] == RecordKind.ACHIEVEMENT}
    wrong = (set(achievements) - {None} - deeds_known) | (set(initiatives) - {None} - (set(owned) - deeds_known))
    if wrong:
        raise Refused("achievement.not_theirs", field="achievements", records=sorted(map(str, wrong)))
    texts = await tell(tx, office_id, [deed.name for deed in deeds])
    places = range(1, len(deeds) + 1)
    records = [one or other for one, other in zip(achievements, initiatives, strict=True)]
    scopes = [
        owned[record]["scope"] if record else deed.scope.value for record, deed in zip(records, deeds, strict=True)
    ]
    text_ids = [texts[deed.name] for deed in deeds]
    await tx.execute(
        queries.put_forward, office_id, nomination_id, list(places), text_ids, achievements, initiatives, scopes
    )


async def tell(tx: Transaction, office_id: UUID, texts: Sequence[str]) -> dict[str, int]:
    """The id of each text, new ones kept with their shingles; in one order for every writer."""
    wanted = sorted(set(texts))
    shingles = {text: sorted(domain.shingles(text)) for text in wanted}
    keys, sizes = [search_key(text) for text in wanted], [len(shingles[text]) for text in wanted]
    fresh = await tx.fetch(queries.tell_texts, office_id, wanted, keys, sizes)
    pairs = [(shingle, row["text_id"]) for row in fresh for shingle in shingles[row["text"]]]
    if pairs:
        await tx.execute(queries.tell_shingles, office_id, [s for s, _ in pairs], [number for _, number in pairs])
    return {row["text"]: row["text_id"] for row in await tx.fetch(queries.text_ids, office_id, wanted)}


async def matches(tx: Transaction, office_id: UUID, nomination_id: UUID) -> tuple[Row, tuple[Match, ...]]:
    """The nomination, and what it puts forward that others put forward too."""
    rows = await tx.fetch(queries.putting_forward, office_id, [nomination_id])
    if not rows:
        raise NotFound("nomination", nomination_id)
    found = await tx.fetch(queries.candidates, office_id, [nomination_id])
    return rows[0], domain.reused(_match(rows[0], each) for each in found)


async def reused(tx: Transaction, office_id: UUID, nomination_ids: Sequence[UUID]) -> dict[UUID, tuple[Match, ...]]:
    """What each of these nominations puts forward that others put forward too; two questions, however many they are."""
    ids = list(nomination_ids)
    found = await tx.fetch(queries.candidates, office_id, ids)
    candidates: dict[UUID, list[Row]] = {each: [] for each in ids}
    for row in found:
        candidates[row["my_nomination_id"]].append(row)
    rows = await tx.fetch(queries.putting_forward, office_id, ids) if found else []
    mine = {row["nomination_id"]: row for row in rows}
    return {each: domain.reused(_match(mine[each], row) for row in near) for each, near in candidates.items()}


async def names_of_deeds(
    tx: Transaction, office_id: UUID, nomination_ids: Collection[UUID]
) -> dict[UUID, frozenset[str]]:
    """What each of these nominations puts forward; two that share a name put forward the same deed."""
    found: dict[UUID, set[str]] = defaultdict(set)
    if nomination_ids:
        for row in await tx.fetch(queries.names_of_deeds, office_id, list(nomination_ids)):
            found[row["nomination_id"]] |= {
                same_words(row["text"]),
                *([str(row["record_id"])] if row["record_id"] else []),
            }
    return {nomination_id: frozenset(names) for nomination_id, names in found.items()}


def looked(known: Known, matches: Sequence[Match]) -> Known:
    """The nominee as known, and that somebody has looked for what was put forward before (E12, E21)."""
    return replace(
        known,
        raw=replace(
            known.raw,
            uses=tuple(domain.as_use(match) for match in matches),
            overrides=(*known.raw.overrides, *domain.overrides(matches)),
        ),
    )


async def with_uses(tx: Transaction, office_id: UUID, nomination_id: UUID, known: Known) -> Known:
    """`looked` for one nomination."""
    found = await reused(tx, office_id, [nomination_id])
    return looked(known, found[nomination_id])


async def answer(tx: Transaction, office_id: UUID, match: Match, given: Answer, by: UUID) -> None:
    await tx.execute(
        queries.answer,
        office_id,
        match.mine.nomination_id,
        match.mine.text_id,
        match.other.nomination_id,
        match.other.text_id,
        given.word,
        given.reason,
        by,
        given.by_name,
        given.at,
    )


async def told_alike(tx: Transaction, office_id: UUID, text: str) -> list[tuple[str, int]]:
    """Texts put forward or recorded before that are much like this one, with how much in percent, the likest first."""
    await _tell_untold(tx, office_id)
    rows = await tx.fetch(queries.told_alike, office_id, sorted(domain.shingles(text)))
    found = [(row["text"], domain.likeness(text, row["text"])) for row in rows]
    return sorted((pair for pair in found if pair[1] >= domain.ALIKE), key=lambda pair: -pair[1])


async def _tell_untold(tx: Transaction, office_id: UUID) -> None:
    """Titles that came with an import are told when somebody first looks for texts."""
    untold = [row["title"] for row in await tx.fetch(queries.untold_titles, office_id)]
    if untold:
        await tell(tx, office_id, untold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are looked for; ``text`` is typed by a person, with or without dấu."""

    record_id: UUID | None = None
    kind: RecordKind | None = None
    year: int | None = None
    owner_id: UUID | None = None
    text: str = ""
    titles: Sequence[str] | None = None
    is_recognised: bool | None = None


async def search(
    tx: Transaction, office_id: UUID, wanted: Wanted, *, limit: int = 50, offset: int = 0
) -> tuple[list[Listed], int]:
    """The page asked for and how many there are."""
    patterns = search_patterns(wanted.text)
    if patterns:
        await _tell_untold(tx, office_id)
    rows = await tx.fetch(
        queries.records,
        office_id,
        wanted.record_id,
        wanted.kind,
        wanted.year,
        wanted.owner_id,
        list(wanted.titles) if wanted.titles is not None else None,
        wanted.is_recognised,
        patterns,
        limit,
        offset,
    )
    return [Listed(_record(row), row["uses"]) for row in rows], rows[0]["total"] if rows else 0


async def uses_of_record(tx: Transaction, office_id: UUID, record_id: UUID) -> Sequence[Row]:
    return await tx.fetch(queries.uses_of_record, office_id, record_id)


async def add(tx: Transaction, office_id: UUID, record: Record, by: UUID, at: datetime) -> bool:
    """False where the code is taken."""
    evidence = _evidence(record)
    if record.kind is RecordKind.ACHIEVEMENT:
        made = await tx.fetchval(
            queries.add_achievement,
            record.record_id,
            office_id,
            record.code,
            record.title,
            record.summary,
            record.achieved_on,
            record.scope,
            record.certificate,
            evidence,
            at,
            by,
        )
    else:
        made = await tx.fetchval(
            queries.add_initiative,
            record.record_id,
            office_id,
            record.code,
            record.title,
            record.year,
            record.scope,
            record.kind is RecordKind.TOPIC,
            record.summary,
            record.certificate,
            evidence,
        )
    if made is None:
        return False
    await _write_owners(tx, office_id, record)
    await tell(tx, office_id, [record.title])
    return True


async def lock(tx: Transaction, office_id: UUID, record_id: UUID) -> Record:
    if await tx.fetchrow(queries.lock_achievement, office_id, record_id) is None:
        await tx.fetchrow(queries.lock_initiative, office_id, record_id)
    return await get(tx, office_id, record_id)


async def get(tx: Transaction, office_id: UUID, record_id: UUID) -> Record:
    found, _ = await search(tx, office_id, Wanted(record_id=record_id))
    if not found:
        raise NotFound("achievement", record_id)
    return found[0].record


async def save(tx: Transaction, office_id: UUID, record: Record, *, with_owners: bool) -> None:
    is_deed = record.kind is RecordKind.ACHIEVEMENT
    await tx.execute(
        queries.save_achievement if is_deed else queries.save_initiative,
        office_id,
        record.record_id,
        record.version,
        record.title,
        record.summary,
        record.achieved_on if is_deed else record.year,
        record.scope,
        record.recognised_on,
        record.decision_number,
        record.decided_by,
        record.certificate,
        _evidence(record),
    )
    if with_owners:
        forget = queries.forget_owners if is_deed else queries.forget_authors
        await tx.execute(forget, office_id, record.record_id)
        await _write_owners(tx, office_id, record)
    await tell(tx, office_id, [record.title])


async def _write_owners(tx: Transaction, office_id: UUID, record: Record) -> None:
    ids = [owner.nominee_id for owner in record.owners]
    if record.kind is RecordKind.ACHIEVEMENT:
        kinds = [owner.kind.value for owner in record.owners]
        await tx.execute(queries.write_owners, office_id, record.record_id, kinds, ids)
    else:
        await tx.execute(queries.write_authors, office_id, record.record_id, ids)


def _evidence(record: Record) -> str:
    return json.dumps([asdict(each) for each in record.evidence], ensure_ascii=False)


def _record(row: Row) -> Record:
    return Record(
        record_id=row["record_id"],
        kind=RecordKind(row["kind"]),
        code=row["code"],
        title=row["title"],
        year=row["year"],
        owners=tuple(
            Owner(NomineeKind(each["kind"]), UUID(each["id"]), each["name"]) for each in json.loads(row["owners"])
        ),
        summary=row["summary"],
        achieved_on=row["achieved_on"],
        scope=Scope(row["scope"]),
        recognised_on=row["recognised_on"],
        decision_number=row["decision_number"],
        decided_by=row["decided_by"],
        certificate=row["certificate"],
        evidence=tuple(
            Evidence(each["name"], each["reference"], each["sha256"]) for each in json.loads(row["evidence"])
        ),
        version=row["version"],
    )


def _match(mine: Row, row: Row) -> Match:
    """A candidate; how alike the words are is left to the domain."""
    answered = (
        Answer(
            word=ReuseAnswer(row["answer"]),
            reason=row["reason"],
            by_name=row["answered_by_name"],
            at=row["answered_at"],
        )
        if row["answer"]
        else None
    )
    put = {
        "text_id": row["my_text_id"],
        "text": row["my_text"],
        "record_id": row["my_record_id"],
        "is_initiative": row["my_is_initiative"],
        "scope": row["my_scope"],
    }
    return Match(_put({**dict(mine), **put}), _put(row), 0, Scope(row["scope_now"]), answered)


def _put(row: Mapping[str, Any]) -> Put:
    return Put(
        nomination_id=row["nomination_id"],
        state=row["state"],
        award_code=row["award_code"],
        award_name=row["award_name"],
        ground=AwardGround(row["ground"]),
        period_year=row["period_year"],
        round_name=row["round_name"],
        nominee_kind=NomineeKind(row["nominee_kind"]),
        nominee_id=row["nominee_id"],
        nominee_name=row["nominee_name"],
        unit_name=row["unit_name"],
        text_id=row["text_id"],
        text=row["text"],
        record_id=row["record_id"],
        is_initiative=row["is_initiative"],
        scope=Scope(row["scope"]),
    )


async def initiatives_of_people(tx: Transaction, office_id: UUID, person_ids: Sequence[UUID]) -> Sequence[Row]:
    """With the person who is an author."""
    return await tx.fetch(queries.initiatives_of_people, office_id, list(person_ids))
