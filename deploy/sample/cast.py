"""Who is who in the sample Office: from the sample's codes to the ids of the running office, and each person's desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts.nominations.api import register as api
from contracts.words import CouncilPosition
from deploy.sample.api import NOMINATIONS, Desk, Lines
from deploy.sample.model import SampleOffice, SamplePerson, SampleUnit
from services.chassis.ids import derived_id
from services.office.access import Actor, Role

PAGE: Final = 200


def office_id_of(sample: SampleOffice) -> UUID:
    """The same office for the same sample, so that a second run finds what the first one made."""
    return derived_id("sample office", sample.code, sample.seed)


def loader(lines: Lines, sample: SampleOffice) -> Desk:
    """Who loads the sample: nobody of the office has an account before there is a register."""
    roles = frozenset({Role.OPERATOR, Role.STANDING_UNIT})
    return Desk(lines, Actor(office_id_of(sample), derived_id("sample loader", sample.code), "Nạp dữ liệu mẫu", roles))


@dataclass(frozen=True)
class Cast:
    """The office's people with their ids; desks are theirs by name."""

    lines: Lines
    sample: SampleOffice
    units: Mapping[str, UUID]
    people: Mapping[str, UUID]

    @property
    def office_id(self) -> UUID:
        return office_id_of(self.sample)

    def person(self, code: str) -> SamplePerson:
        return next(person for person in self.sample.people if person.code == code)

    def unit(self, code: str) -> SampleUnit:
        return next(unit for unit in self.sample.units if unit.code == code)

    @property
    def working_units(self) -> Sequence[SampleUnit]:
        """Without those dissolved."""
        return [unit for unit in self.sample.units if unit.dissolved_on is None]

    def story(self, code: str) -> SamplePerson:
        return self.person(next(story.person_code for story in self.sample.stories if story.code == code))

    def desk(self, person_code: str) -> Desk:
        """With the roles of the person's account."""
        person = self.person(person_code)
        account = next(account for account in self.sample.accounts if account.person_code == person_code)
        roles = frozenset(account.roles)
        actor = Actor(self.office_id, self.people[person_code], person.name, roles, self.units[person.unit_code])
        return Desk(self.lines, actor)

    def _first(self, role: Role) -> Desk:
        """The one who has this role and least besides."""
        having = [account for account in self.sample.accounts if role in account.roles]
        return self.desk(min(having, key=lambda account: len(account.roles)).person_code)

    @property
    def chief(self) -> Desk:
        return self._first(Role.CHIEF)

    @property
    def standing(self) -> Desk:
        """The clerk of the standing unit (chuyên viên thi đua, khen thưởng)."""
        return self._first(Role.STANDING_UNIT)

    @property
    def second_clerk(self) -> Desk:
        """Another of the standing unit, for what concerns the first."""
        return next(
            self.desk(account.person_code)
            for account in self.sample.accounts
            if Role.STANDING_UNIT in account.roles and self.people[account.person_code] != self.standing.actor.person_id
        )

    @property
    def records_clerk(self) -> Desk:
        """Văn thư."""
        return self._first(Role.RECORDS_CLERK)

    def proposer(self, unit_code: str) -> Desk:
        """The unit's head; for the leadership, which proposes nobody itself, the standing unit."""
        head = self.unit(unit_code).head_code
        desk = self.desk(head) if head else self.standing
        return desk if desk.actor.has(Role.UNIT_HEAD) else self.standing

    @property
    def council(self) -> Sequence[str]:
        """The members' codes, by seat."""
        return [member.person_code for member in self.sample.council.members]

    @property
    def chair(self) -> str:
        return next(m.person_code for m in self.sample.council.members if m.seat is CouncilPosition.CHAIR)


async def find_cast(lines: Lines, sample: SampleOffice) -> Cast:
    """Everybody the running office's register knows, by code."""
    desk = loader(lines, sample)
    units = await desk.get(NOMINATIONS, "/v1/units", list[api.Unit])
    people: list[api.Person] = []
    while True:
        page = await desk.get(
            NOMINATIONS, "/v1/people", list[api.Person], serving=False, limit=PAGE, offset=len(people)
        )
        people += page
        if len(page) < PAGE:
            break
    return Cast(
        lines, sample, {unit.code: unit.unit_id for unit in units}, {person.code: person.person_id for person in people}
    )
