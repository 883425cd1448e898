"""A meeting of the sample's council, step by step: planned, declared, attended, opened, voted, closed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from contracts.reviews.api import ballots as ballots_api
from contracts.reviews.api import cases as reviews_api
from contracts.reviews.api import council as api
from contracts.words import Choice, MeetingStage, VoteMethod
from deploy.sample.api import REVIEWS, Desk
from deploy.sample.cast import Cast

Choose = Callable[[str, api.AgendaItem], Choice]
"""What a member (by code) votes on a case."""

PLACE = "Phòng họp số 2, trụ sở Văn phòng UBND tỉnh (mẫu)"


def in_favour(member: str, item: api.AgendaItem) -> Choice:
    return Choice.FOR


class Meeting:
    """One meeting; every step reads what stands and leaves what is done already."""

    def __init__(self, cast: Cast, meeting_id: UUID) -> None:
        self._cast = cast
        self._desk = cast.standing
        self._path = f"/v1/meetings/{meeting_id}"
        self.meeting_id = meeting_id

    @classmethod
    async def plan(cls, cast: Cast, name: str, held_on: date, cases: Sequence[reviews_api.CaseLine]) -> "Meeting":
        """The meeting of that name, planned now if it was not."""
        known = await cast.standing.get(REVIEWS, "/v1/meetings", api.Meetings, limit=200)
        for meeting in known.items:
            if meeting.name == name:
                return cls(cast, meeting.meeting_id)
        body = api.PlanMeeting(name=name, held_on=held_on, place=PLACE, case_ids=[case.case_id for case in cases])
        made = await cast.standing.post(REVIEWS, "/v1/meetings", body, api.MeetingState)
        return cls(cast, made.meeting_id)

    async def look(self, desk: Desk | None = None) -> api.MeetingDetail:
        return await (desk or self._desk).get(REVIEWS, self._path, api.MeetingDetail)

    async def declare(self, members: Sequence[str], conflicts: Mapping[str, Mapping[UUID, str]] | None = None) -> None:
        """Each of them says which cases they stay away from, perhaps none."""
        state = await self.look()
        said = {seat.person_id for seat in state.seats if seat.declared}
        for code in members:
            if state.stage is not MeetingStage.PLANNED or self._cast.people[code] in said:
                continue
            away = (conflicts or {}).get(code, {})
            body = ballots_api.Declare(
                conflicts=[ballots_api.Conflict(case_id=case, reason=why) for case, why in away.items()]
            )
            await self._cast.desk(code).post(REVIEWS, f"{self._path}/declarations", body, api.MeetingState)

    async def attend(self, members: Sequence[str]) -> None:
        """Mark who is present."""
        state = await self.look()
        here = {self._cast.people[code] for code in members}
        if state.stage is not MeetingStage.PLANNED or here == {s.person_id for s in state.seats if s.present}:
            return
        body = api.MarkAttendance(version=state.version, present=sorted(here))
        await self._desk.put(REVIEWS, f"{self._path}/attendance", body, api.MeetingState)

    async def leave_out(self, cases: Collection[UUID]) -> None:
        """Take cases off the agenda; they wait for another meeting."""
        state = await self.look()
        body = api.ChangeAgenda(
            version=state.version, case_ids=[item.case_id for item in state.agenda if item.case_id not in cases]
        )
        await self._desk.put(REVIEWS, f"{self._path}/agenda", body, api.MeetingState)

    async def open(self) -> None:
        """Raises `Problem` where quorum, declarations or a ballot that can pass are missing."""
        state = await self.look()
        if state.stage is MeetingStage.PLANNED:
            body = api.OpenMeeting(version=state.version)
            await self._desk.post(REVIEWS, f"{self._path}/opening", body, api.MeetingState)

    async def vote(self, members: Sequence[str], choose: Choose = in_favour) -> int:
        """Each of them hands in a sheet for all that is open and one per secret award; answers how many were handed in."""
        state = await self.look()
        seats = {seat.person_id: seat for seat in state.seats}
        handed_in = 0
        for code in members:
            seat = seats[self._cast.people[code]]
            sheets: dict[str | None, list[api.AgendaItem]] = {}
            for item in state.agenda:
                if item.postponed is None and seat.person_id not in item.recused:
                    sheet = item.award_code if item.method is VoteMethod.SECRET else None
                    sheets.setdefault(sheet, []).append(item)
            for award_code, items in sheets.items():
                done = seat.voted_open if award_code is None else award_code in seat.voted_awards
                if done or state.stage is not MeetingStage.OPEN:
                    continue
                choices = [ballots_api.BallotChoice(case_id=item.case_id, choice=choose(code, item)) for item in items]
                body = ballots_api.CastSheet(method=items[0].method, award_code=award_code, choices=choices)
                await self._cast.desk(code).post(REVIEWS, f"{self._path}/sheets", body, api.MeetingState)
                handed_in += 1
        return handed_in

    async def write_in(self, member: str, award_code: str, paper: str, choose: Choose = in_favour) -> None:
        """An absent member's sheet for a secret award, handed in on paper and entered by a clerk: not secret."""
        state = await self.look()
        person = self._cast.people[member]
        items = [
            item
            for item in state.agenda
            if item.award_code == award_code
            and item.postponed is None
            and item.nominee_id != person
            and person not in item.recused
        ]
        if state.stage is not MeetingStage.OPEN or any(each.person_id == person for each in state.written):
            return
        own = any(
            item.nominee_id == self._desk.actor.person_id for item in state.agenda if item.award_code == award_code
        )
        body = ballots_api.WrittenSheet(
            version=state.version,
            person_id=person,
            method=VoteMethod.SECRET,
            award_code=award_code,
            paper=paper,
            declares_no_conflict=True,
            choices=[ballots_api.BallotChoice(case_id=item.case_id, choice=choose(member, item)) for item in items],
        )
        desk = self._cast.second_clerk if own else self._desk
        await desk.post(REVIEWS, f"{self._path}/written-votes", body, api.MeetingState)

    async def count_hands(self, votes: Mapping[UUID, tuple[int, int, int]]) -> None:
        """What the secretary counted in the room, case by case: for, against, blank."""
        for case_id, (for_, against, blank) in votes.items():
            state = await self.look()
            body = ballots_api.ShowOfHands(version=state.version, in_favour=for_, against=against, blank=blank)
            await self._desk.put(REVIEWS, f"{self._path}/cases/{case_id}/show-of-hands", body, api.MeetingState)

    async def close(self) -> api.Minutes:
        """Count and conclude, others counting what is the clerk's own; answers the minutes."""
        state = await self.look()
        if state.stage is MeetingStage.OPEN:
            await self._hand_over_own(state)
            body = api.CloseMeeting(version=(await self.look()).version)
            await self._desk.post(REVIEWS, f"{self._path}/closing", body, api.MeetingState)
        return await self._desk.get(REVIEWS, f"{self._path}/minutes", api.Minutes)

    async def _hand_over_own(self, state: api.MeetingDetail) -> None:
        """Nobody counts and concludes the own case: a member who may takes it over."""
        present = {seat.person_id for seat in state.seats if seat.present}
        for item in state.agenda:
            is_mine = item.nominee_id == self._desk.actor.person_id
            if not is_mine or item.counted_by is not None or item.postponed is not None:
                continue
            able = next(
                code
                for code in self._cast.council
                if self._cast.people[code] in present and self._cast.people[code] not in item.recused
            )
            body = ballots_api.CountInstead(case_ids=[item.case_id])
            await self._cast.desk(able).post(REVIEWS, f"{self._path}/counting", body, api.MeetingState)
