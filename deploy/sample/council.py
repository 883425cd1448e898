"""The sample Office's council and the accounts people sign in with."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from contracts.words import CouncilPosition, PositionLevel
from deploy.sample.model import SampleAccount, SampleCouncil, SampleCouncilMember, SamplePerson, SampleUnit
from deploy.sample.record import number_on
from deploy.sample.stories import StorySketch
from deploy.sample.units import LEADERSHIP, STANDING
from services.office.access import Role

SEATS = 9
_ESTABLISHED = date(2026, 1, 5)
_HEADS_ON_THE_COUNCIL = ("TH", "NC", "KGVX", "QTTV", "PVHCC")


def council_of(units: Sequence[SampleUnit], people: Sequence[SamplePerson]) -> SampleCouncil:
    """Nine seats: the Chief in the chair, two deputies, the standing unit's head as secretary, five heads."""
    heads = {unit.code: unit.head_code for unit in units}
    deputies = [p.code for p in people if p.unit_code == LEADERSHIP and p.code != heads[LEADERSHIP]]
    seated = [
        (heads[LEADERSHIP], CouncilPosition.CHAIR),
        *((code, CouncilPosition.VICE) for code in deputies[:2]),
        (heads[STANDING], CouncilPosition.SECRETARY),
        *((heads[code], CouncilPosition.MEMBER) for code in _HEADS_ON_THE_COUNCIL),
    ]
    return SampleCouncil(
        name="Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh",
        decision_number=number_on(_ESTABLISHED, 0),
        established_on=_ESTABLISHED,
        members=tuple(
            SampleCouncilMember(person_code=code, seat=seat, order=order)
            for order, (code, seat) in enumerate(seated, start=1)
            if code
        ),
    )


def accounts_of(
    units: Sequence[SampleUnit],
    people: Sequence[SamplePerson],
    council: SampleCouncil,
    parts: Mapping[str, StorySketch],
) -> tuple[SampleAccount, ...]:
    """An account for whoever has a task beyond being staff, and for the people of the stories who still work here."""
    roles: dict[str, set[Role]] = {}

    def give(person_code: str | None, role: Role) -> None:
        if person_code:
            roles.setdefault(person_code, {Role.STAFF}).add(role)

    for unit in units:
        give(unit.head_code, Role.CHIEF if unit.code == LEADERSHIP else Role.UNIT_HEAD)
    for member in council.members:
        give(member.person_code, Role.COUNCIL_MEMBER)
    for person in people:
        if person.left_on is not None:
            continue
        if person.unit_code == LEADERSHIP:
            give(person.code, Role.LEADERSHIP)
        if person.unit_code == STANDING and (
            person.level is PositionLevel.HEAD or person.position == "Chuyên viên thi đua, khen thưởng"
        ):
            give(person.code, Role.STANDING_UNIT)
        if person.position == "Văn thư viên":
            give(person.code, Role.RECORDS_CLERK)
        if person.position == "Kỹ sư công nghệ thông tin":
            give(person.code, Role.OPERATOR)
        if person.code in parts:
            give(person.code, Role.STAFF)
    names = {person.code: person.name for person in people}
    return tuple(
        SampleAccount(
            username=f"{_login(names[code])}.{code[-4:]}",
            person_code=code,
            roles=tuple(role for role in Role if role in held),
        )
        for code, held in sorted(roles.items())
    )


def _login(name: str) -> str:
    """The name as one types it without dấu: "Đỗ Thị Hà" gives "ha.dt"."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    *before, given = "".join(letter for letter in plain if not unicodedata.combining(letter)).split()
    return f"{given}.{''.join(part[0] for part in before)}"
