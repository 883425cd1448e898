"""The arithmetic of a council's vote: shares of all seats, who can still vote, and why a ballot could never pass."""

from dataclasses import dataclass

from services.office.refusal import Refused


@dataclass(frozen=True, slots=True)
class Share:
    """A share of yes votes; ``more_than`` reads the percent as "quá" (more than half of 9 is 5)."""

    percent: int
    more_than: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.percent <= 100 or (self.more_than and self.percent == 100):
            raise Refused("votes.no_share", field="percent", percent=self.percent)


@dataclass(frozen=True, slots=True)
class Room:
    """Who can vote on one case.

    ``recused`` are members who stay out of it although present; ``written`` the opinions of absent members, where the
    council's own rules let them count; ``recused_stay`` whether a recused member's seat stays in the denominator;
    ``quorum`` the least number present, 0 where that is held against the meeting elsewhere. Refuses numbers no meeting can
    have (``votes.not_true``).
    """

    seats: int
    present: int
    recused: int = 0
    written: int = 0
    recused_stay: bool = True
    quorum: int = 0

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise Refused("votes.not_true", field="seats", seats=self.seats)
        if not 0 <= self.present <= self.seats:
            raise Refused("votes.not_true", field="present", present=self.present, seats=self.seats)
        if not 0 <= self.recused <= self.present:
            raise Refused("votes.not_true", field="recused", recused=self.recused, present=self.present)
        absent = self.seats - self.present
        if not 0 <= self.written <= absent:
            raise Refused("votes.not_true", field="written", written=self.written, absent=absent)

    @property
    def denominator(self) -> int:
        return self.seats if self.recused_stay else self.seats - self.recused

    @property
    def has_quorum(self) -> bool:
        """A council that is too few decides nothing, however many of them agree; recused members are there all the same."""
        return self.present >= self.quorum

    @property
    def voters(self) -> int:
        """The most yes votes there can be: those present and not recused, and the written opinions."""
        return self.present - self.recused + self.written


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """One vote worked out. ``passed`` is None before the count; ``sentence`` shows the whole calculation."""

    denominator: int
    needed: int
    voters: int
    possible: bool
    passed: bool | None
    sentence: str


def needed(seats: int, share: Share) -> int:
    """The least number of yes votes that passes: 9 seats at 80 % need 8, at 90 % all 9 (law.md B.6); never none."""
    least = seats * share.percent // 100 + 1 if share.more_than else -(-seats * share.percent // 100)
    return max(least, 1)


def quorum(seats: int, numerator: int, denominator: int) -> int:
    """The least number present: two thirds of 9 are 6, of 10 are 7."""
    return -(-seats * numerator // denominator)


def possible(room: Room, share: Share) -> bool:
    """Whether the vote could pass if everybody who can vote said yes."""
    return room.has_quorum and room.voters >= needed(room.denominator, share)


def work_out(room: Room, share: Share, in_favour: int | None = None) -> Arithmetic:
    """The vote with its sentence; refuses (``votes.not_true``) more yes votes than voters."""
    if in_favour is not None and not 0 <= in_favour <= room.voters:
        raise Refused("votes.not_true", field="in_favour", in_favour=in_favour, voters=room.voters)
    least = needed(room.denominator, share)
    passed = None if in_favour is None else in_favour >= least and room.has_quorum
    return Arithmetic(
        denominator=room.denominator,
        needed=least,
        voters=room.voters,
        possible=possible(room, share),
        passed=passed,
        sentence=_sentence(room, share, least, in_favour),
    )


def _sentence(room: Room, share: Share, least: int, in_favour: int | None) -> str:
    of = "tổng số thành viên" if room.recused_stay else "số thành viên không phải tránh"
    parts = [
        f"{'Quá' if share.more_than else 'Từ'} {share.percent} % của {room.denominator} ({of}): cần {least} phiếu."
    ]
    who = [f"{room.present} người dự"]
    if room.recused:
        who.append(f"trừ {room.recused} người tránh xung đột lợi ích")
    if room.written:
        who.append(f"cộng {room.written} ý kiến bằng văn bản")
    parts.append(f"Bỏ phiếu được: {', '.join(who)} = {room.voters}.")
    if not room.has_quorum:
        count = "" if in_favour is None else f" {in_favour}/{room.denominator} phiếu thuận không có giá trị."
        parts.append(
            f"Không đủ người dự họp: {room.present} người, cần ít nhất {room.quorum} trên {room.seats} thành viên.{count}"
        )
    elif room.voters < least:
        parts.append(f"Không thể đạt: {room.voters} phiếu thuận tối đa, thiếu {least - room.voters}.")
    elif in_favour is not None and in_favour >= least:
        parts.append(f"Kết quả {in_favour}/{room.denominator} phiếu thuận: đạt.")
    elif in_favour is not None:
        parts.append(f"Kết quả {in_favour}/{room.denominator} phiếu thuận: không đạt, thiếu {least - in_favour}.")
    else:
        parts.append("Có thể đạt.")
    return " ".join(parts)
