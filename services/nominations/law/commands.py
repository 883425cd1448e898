"""Publishing a rulebook: the files are read and checked whole, kept as a version, and told to every service."""

from collections.abc import Mapping
from uuid import UUID

from contracts.nominations.events import RulebookPublished
from contracts.nominations.rulebook import RulebookContent
from services.chassis.acting import Acting
from services.chassis.audit import audit
from services.chassis.database import Transaction
from services.nominations.law import store
from services.nominations.law.domain import Rulebook
from services.nominations.law.domain.calendar import EnteredYear, keep_own_years, with_year
from services.nominations.law.files import loader
from services.office.access import TABLE, Action
from services.office.refusal import Refused


def read(files: Mapping[str, str] | None) -> Rulebook:
    """The rulebook of the files given, or the shipped one.

    Refuses (``rulebook.bad``) a set that is no rulebook, naming file, line and reason of each problem.
    """
    try:
        return loader.load() if files is None else loader.parse(files)
    except loader.RulebookRefused as refused:
        found = [{"file": problem.file, "line": problem.line, "reason": problem.reason} for problem in refused.problems]
        raise Refused("rulebook.bad", field="files", problems=found[:100]) from refused


async def publish(tx: Transaction, rulebook: Rulebook, acting: Acting, *, is_shipped: bool = False) -> tuple[str, bool]:
    """Keep a version, make it the current one and tell everybody; answers its checksum and whether it was new.

    The same version with the same content is no news; with another content it is refused (``rulebook.version_taken``),
    because a version that cases name may never change. An operator publishes the shipped one to an office without any
    (``rulebook.not_the_operators``): the law by which people are judged is not his to change.
    """
    office_id = acting.by.office_id
    current = await store.lock_current(tx, office_id)
    if not acting.by.has(*TABLE[Action.KEEP_RULEBOOK]) and (current is not None or not is_shipped):
        raise Refused("rulebook.not_the_operators")
    sha256 = loader.sha256(rulebook)
    kept = await store.checksum_of(tx, office_id, rulebook.version)
    if kept is not None and kept != sha256:
        raise Refused("rulebook.version_taken", field="version", version=rulebook.version)
    if kept is not None and current == rulebook.version:
        return sha256, False
    if kept is None:
        await store.publish(tx, office_id, rulebook, sha256, acting.at, acting.by.person_id)
    await store.work_by(tx, office_id, rulebook.version, sha256)
    await audit(tx, acting.by, "publish", "rulebook", rulebook.version, at=acting.at, sha256=sha256)
    published = RulebookPublished(
        office_id=office_id,
        version=rulebook.version,
        sha256=sha256,
        published_at=acting.at,
        rulebook=RulebookContent.model_validate(loader.as_json(rulebook)),
    )
    await acting.outbox.record(tx, published, at=acting.at)
    return sha256, True


async def with_own_years(tx: Transaction, rulebook: Rulebook, office_id: UUID) -> Rulebook:
    """The rulebook with the days off that the office has entered itself, see `calendar.keep_own_years`."""
    version = await store.lock_current(tx, office_id)
    before = await store.current(tx, office_id) if version is not None else None
    taken = [each.version for each in await store.versions(tx, office_id)]
    return keep_own_years(rulebook, before, taken)


async def enter_year(tx: Transaction, entered: EnteredYear, acting: Acting, based_on: str | None = None) -> Rulebook:
    """Publish the rulebook in use with these days off; every service learns them as it learns any version.

    Refuses what `calendar.with_year` refuses, an office that has no rulebook yet (``rulebook.none``), and days typed over
    another version than the one in use (``calendar.changed``).
    """
    office_id = acting.by.office_id
    await store.lock_current(tx, office_id)
    book = await store.current(tx, office_id)
    if based_on is not None and based_on != book.version:
        raise Refused("calendar.changed", version=book.version)
    rulebook = with_year(book, entered, [each.version for each in await store.versions(tx, office_id)])
    await publish(tx, rulebook, acting)
    return rulebook
