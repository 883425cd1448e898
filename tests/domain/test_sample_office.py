"""The sample Office is the same every time, plausible, and consistent with the rules its awards are given by."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

import pytest

from contracts.words import CouncilPosition, DisciplineLevel, Grade, NomineeKind, Scope, Sex, StaffCategory
from deploy.sample.model import AwardCode, SampleAward
from deploy.sample.office import sample_office
from deploy.sample.plan import PLAN_2026_TEXT
from services.office.access import Role

OFFICE = sample_office()
UNITS = {unit.code: unit for unit in OFFICE.units}
PEOPLE = {person.code: person for person in OFFICE.people}
GRADES = {(fact.person_code, fact.year): fact.grade for fact in OFFICE.years}
STORIES = {story.code: story.person_code for story in OFFICE.stories}
GOOD = (Grade.EXCELLENT, Grade.GOOD)


def awards_of(code: AwardCode) -> list[SampleAward]:
    return [award for award in OFFICE.awards if award.award is code]


def held(code: AwardCode) -> set[tuple[str, int]]:
    return {(award.nominee_code, award.year) for award in awards_of(code)}


def years_of(person_code: str, code: AwardCode) -> list[int]:
    return sorted(year for nominee, year in held(code) if nominee == person_code)


def test_the_same_seed_gives_the_same_office_and_another_seed_another() -> None:
    assert sample_office(2026) == OFFICE
    assert sample_office(2027).people != OFFICE.people


@pytest.mark.parametrize("seed", [2026, 1, 7, 99])
def test_the_office_has_fourteen_units_and_180_people_whatever_the_seed(seed: int) -> None:
    office = sample_office(seed)

    assert (len(office.units), len(office.people), len(office.council.members)) == (14, 180, 9)


def test_the_draw_is_pinned_so_that_another_python_version_cannot_change_it_unseen() -> None:
    first, last = OFFICE.people[0], OFFICE.people[-1]

    assert (first.code, first.name, first.unit_code) == ("VP-0001", "Bùi Minh Nghĩa", "LDVP")
    assert (last.code, last.name, last.unit_code) == ("VP-0180", "Lê Hữu Huy", "TTCB")
    assert (len(OFFICE.years), len(OFFICE.awards)) == (981, 1044)


def test_everything_is_marked_as_a_sample() -> None:
    parts = [getattr(OFFICE, name) for name in OFFICE.__dataclass_fields__]
    records = [record for part in parts if isinstance(part, tuple) for record in part]

    assert OFFICE.is_sample and OFFICE.council.is_sample
    assert all(record.is_sample for record in (*records, *OFFICE.council.members))


def test_the_signer_of_the_plan_is_nobody_in_the_sample() -> None:
    signer = PLAN_2026_TEXT.read_text(encoding="utf-8").strip().splitlines()[-1].strip("*")

    assert len(signer.split()) == 3
    assert signer not in {person.name for person in OFFICE.people}


def test_two_people_share_a_name_and_no_two_share_a_code() -> None:
    assert max(Counter(person.name for person in OFFICE.people).values()) > 1
    assert len(PEOPLE) == len(OFFICE.people)


def test_the_four_staff_categories_and_both_sexes_are_there() -> None:
    women = sum(person.sex is Sex.FEMALE for person in OFFICE.people)

    assert {person.category for person in OFFICE.people} == set(StaffCategory)
    assert 60 <= women <= 110


def test_nobody_came_before_the_age_of_22_and_those_who_left_had_come() -> None:
    assert [p.code for p in OFFICE.people if p.joined_on.year - p.birth_year < 22] == []
    assert [p.code for p in OFFICE.people if p.left_on and p.left_on <= p.joined_on] == []
    assert sum(p.left_on is not None for p in OFFICE.people) == 8


def test_one_unit_is_the_standing_unit_and_one_was_merged_in_2025() -> None:
    merged = [(u.code, u.dissolved_on, u.successor_code, u.head_code) for u in OFFICE.units if u.dissolved_on]

    assert [unit.name for unit in OFFICE.units if unit.is_standing_unit] == ["Phòng Hành chính – Tổ chức"]
    assert merged == [("KSTT", date(2025, 7, 1), "PVHCC", None)]


def test_every_living_unit_has_a_head_who_works_in_it() -> None:
    heads = {unit.code: unit.head_code for unit in OFFICE.units if unit.dissolved_on is None}

    assert all(code and PEOPLE[code].unit_code == unit for unit, code in heads.items())
    assert all(code and PEOPLE[code].left_on is None for code in heads.values())


def test_postings_run_without_gap_from_joining_to_leaving_within_the_life_of_the_unit() -> None:
    stays = defaultdict(list)
    for posting in OFFICE.postings:
        stays[posting.person_code].append(posting)

    for person in OFFICE.people:
        own = stays[person.code]
        assert own[0].from_on == person.joined_on
        assert (own[-1].to_on, own[-1].unit_code) == (person.left_on, person.unit_code)
        for before, after in pairwise(own):
            assert before.to_on is not None and (after.from_on - before.to_on).days == 1
            assert before.unit_code != after.unit_code
        for posting in own:
            unit = UNITS[posting.unit_code]
            assert posting.from_on >= unit.founded_on
            assert unit.dissolved_on is None or (posting.to_on is not None and posting.to_on < unit.dissolved_on)


def test_people_moved_between_units_and_the_merger_took_five_to_the_successor() -> None:
    per_person = Counter(posting.person_code for posting in OFFICE.postings)
    merged = [p for p in OFFICE.postings if p.unit_code == "KSTT" and PEOPLE[p.person_code].left_on is None]

    assert sum(count == 2 for count in per_person.values()) == 20
    assert {PEOPLE[p.person_code].unit_code for p in merged} == {"PVHCC"} and len(merged) == 5


def test_a_grade_is_given_by_the_unit_of_the_years_end_once_a_year_to_those_who_served() -> None:
    assert len(GRADES) == len(OFFICE.years)
    for fact in OFFICE.years:
        person, end = PEOPLE[fact.person_code], date(fact.year, 12, 31)
        assert person.joined_on <= date(fact.year, 7, 1)
        assert person.left_on is None or person.left_on >= end
        assert [
            p.unit_code
            for p in OFFICE.postings
            if p.person_code == person.code and p.from_on <= end and (p.to_on is None or p.to_on >= end)
        ] == [fact.unit_code]


def test_at_most_a_fifth_of_each_unit_is_excellent_in_each_year() -> None:
    sizes = Counter((fact.unit_code, fact.year) for fact in OFFICE.years)
    excellent = Counter((fact.unit_code, fact.year) for fact in OFFICE.years if fact.grade is Grade.EXCELLENT)

    assert {year for _, year in sizes} == set(range(2021, 2027))
    assert all(5 * excellent[unit_year] <= size for unit_year, size in sizes.items())


def test_the_disciplined_were_not_graded_good_in_that_year() -> None:
    graded = [GRADES[d.person_code, d.from_on.year] for d in OFFICE.disciplines]

    assert not set(graded) & set(GOOD)
    assert {d.kind for d in OFFICE.disciplines} >= {DisciplineLevel.REPRIMAND, DisciplineLevel.WARNING}
    assert all(0 < (d.to_on - d.from_on).days < 366 for d in OFFICE.disciplines)


def test_maternity_leaves_are_six_months_of_women_in_service() -> None:
    assert len(OFFICE.leaves) == 12
    for leave in OFFICE.leaves:
        person = PEOPLE[leave.person_code]
        assert person.sex is Sex.FEMALE and person.joined_on < leave.from_on
        assert 180 <= (leave.to_on - leave.from_on).days <= 184


def test_every_advanced_worker_was_graded_good_or_better() -> None:
    assert held(AwardCode.LDTT) == {key for key, grade in GRADES.items() if grade in GOOD and key[1] <= 2025}


def test_every_emulation_soldier_was_excellent_or_had_a_recognised_initiative() -> None:
    recognised = {(author, i.year) for i in OFFICE.initiatives if i.recognised for author in i.author_codes}
    by_initiative = {key for key in held(AwardCode.CSTD_CO_SO) if GRADES[key] is not Grade.EXCELLENT}

    assert held(AwardCode.CSTD_CO_SO) <= held(AwardCode.LDTT)
    assert by_initiative and by_initiative <= recognised


def test_every_provincial_soldier_had_three_years_in_a_row_and_an_initiative_of_the_province() -> None:
    soldier = held(AwardCode.CSTD_CO_SO)
    authors = {
        author for i in OFFICE.initiatives if i.recognised and i.scope is Scope.PROVINCE for author in i.author_codes
    }

    assert held(AwardCode.CSTD_TINH)
    for person_code, year in held(AwardCode.CSTD_TINH):
        assert {(person_code, year - back) for back in range(3)} <= soldier
        assert person_code in authors


def test_every_provincial_certificate_had_two_years_in_a_row() -> None:
    soldier = held(AwardCode.CSTD_CO_SO)

    assert held(AwardCode.BANG_KHEN_TINH)
    assert all({(code, year), (code, year - 1)} <= soldier for code, year in held(AwardCode.BANG_KHEN_TINH))


def test_every_letter_of_commendation_went_to_someone_graded_good() -> None:
    assert all(GRADES[key] in GOOD for key in held(AwardCode.GIAY_KHEN))
    assert len({award.ground for award in awards_of(AwardCode.GIAY_KHEN)}) == 2


def test_collective_titles_follow_from_their_people() -> None:
    unit_grades = {(fact.unit_code, fact.year): fact.grade for fact in OFFICE.unit_years}
    members = defaultdict(set)
    for fact in OFFICE.years:
        members[fact.unit_code, fact.year].add(fact.person_code)
    grave = {(d.person_code, d.from_on.year) for d in OFFICE.disciplines if d.kind is not DisciplineLevel.REPRIMAND}

    for code in (AwardCode.TT_LDTT, AwardCode.TT_LDXS):
        for key in held(code):
            people, year = {(person, key[1]) for person in members[key]}, key[1]
            assert len(people & held(AwardCode.LDTT)) * 100 >= 70 * len(people)
            assert unit_grades[key] in GOOD and year <= 2025
            if code is AwardCode.TT_LDTT:
                assert not people & grave
            else:
                assert unit_grades[key] is Grade.EXCELLENT and people & held(AwardCode.CSTD_CO_SO)
                assert all(GRADES[person] is not Grade.NOT_COMPLETED for person in people)
    assert held(AwardCode.TT_LDXS)


def test_a_decision_number_stands_for_one_decision_on_one_day_of_its_year() -> None:
    meanings = defaultdict(set)
    for award in OFFICE.awards:
        meanings[award.decision_number, award.year].add((award.award, award.decided_on, award.decided_by))
        assert award.decided_on.year == award.year
    for discipline in OFFICE.disciplines:
        meanings[discipline.decision_number, discipline.from_on.year].add((discipline.person_code, discipline.from_on))
    for number, year, on in {(i.decision_number, i.year, i.decided_on) for i in OFFICE.initiatives if i.recognised}:
        meanings[number, year].add(("initiative", on))

    assert all(len(decisions) == 1 for decisions in meanings.values())


def test_nobody_holds_the_same_award_twice_for_a_year_on_the_same_ground() -> None:
    given = Counter((a.nominee_code, a.award, a.year, a.ground) for a in OFFICE.awards)

    assert set(given.values()) == {1}
    assert {a.nominee_code for a in OFFICE.awards if a.nominee_kind is NomineeKind.COLLECTIVE} <= set(UNITS)
    assert {a.nominee_code for a in OFFICE.awards if a.nominee_kind is NomineeKind.PERSON} <= set(PEOPLE)


def test_the_three_year_streak_and_the_broken_streak_are_there() -> None:
    assert years_of(STORIES["chuoi_ba_nam"], AwardCode.CSTD_CO_SO) == [2023, 2024, 2025]
    assert years_of(STORIES["chuoi_dut"], AwardCode.CSTD_CO_SO) == [2022, 2023, 2025]
    assert years_of(STORIES["hai_nam_lien_tiep"], AwardCode.CSTD_CO_SO) == [2024, 2025]
    assert years_of(STORIES["hai_nam_lien_tiep"], AwardCode.BANG_KHEN_TINH) == []
    assert years_of(STORIES["da_dat_cstd_tinh"], AwardCode.CSTD_TINH) == [2024]


def test_the_stories_of_2026_are_as_told() -> None:
    graded_2026 = {story: GRADES.get((person, 2026)) for story, person in STORIES.items()}

    assert graded_2026["chuoi_ba_nam"] is Grade.EXCELLENT
    assert graded_2026["sang_kien"] is Grade.GOOD
    assert graded_2026["ky_luat"] is Grade.NOT_COMPLETED
    assert graded_2026["chi_hoan_thanh"] is Grade.COMPLETED
    assert graded_2026["moi_vao"] is None and graded_2026["da_nghi"] is None


def test_in_2026_some_unit_has_fewer_than_seventy_percent_graded_good() -> None:
    grades = defaultdict(list)
    for fact in OFFICE.years:
        if fact.year == 2026:
            grades[fact.unit_code].append(fact.grade in GOOD)

    assert "NK" in {unit for unit, good in grades.items() if sum(good) * 100 < 70 * len(good)}


def test_the_council_has_the_chief_in_the_chair_and_the_standing_unit_as_secretary() -> None:
    seats = Counter(member.seat for member in OFFICE.council.members)
    by_seat = {member.seat: PEOPLE[member.person_code] for member in OFFICE.council.members}

    assert seats == {
        CouncilPosition.CHAIR: 1,
        CouncilPosition.VICE: 2,
        CouncilPosition.SECRETARY: 1,
        CouncilPosition.MEMBER: 5,
    }
    assert by_seat[CouncilPosition.CHAIR].position == "Chánh Văn phòng"
    assert by_seat[CouncilPosition.SECRETARY].code == UNITS["HCTC"].head_code
    assert len({member.person_code for member in OFFICE.council.members}) == 9


def test_every_role_has_an_account_of_someone_who_still_works_here() -> None:
    roles = Counter(role for account in OFFICE.accounts for role in account.roles)

    assert set(roles) == set(Role) - {Role.SERVICE, Role.AUDITOR}
    assert (roles[Role.CHIEF], roles[Role.UNIT_HEAD], roles[Role.COUNCIL_MEMBER]) == (1, 12, 9)
    assert any(account.roles == (Role.STAFF,) for account in OFFICE.accounts)
    assert len({account.username for account in OFFICE.accounts}) == len(OFFICE.accounts)
    assert all(account.username.isascii() for account in OFFICE.accounts)
    assert all(PEOPLE[account.person_code].left_on is None for account in OFFICE.accounts)
