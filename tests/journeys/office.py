"""A small office put in through the services' own APIs: two units, nine council members, a plan with an open round, accounts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from services.chassis.actors import Signer
from services.chassis.ids import new_id
from services.office.access import Actor, Role

NAMES = (
    "Trần Văn Lâm",
    "Nguyễn Thị Hải",
    "Lê Minh Đức",
    "Phạm Thu Hà",
    "Đỗ Quang Huy",
    "Vũ Ngọc Ánh",
    "Bùi Thanh Sơn",
    "Hoàng Mai Chi",
    "Đinh Công Thành",
    "Ngô Bảo Yến",
    "Đặng Hữu Phước",
    "Phan Thùy Dương",
)


@dataclass(frozen=True)
class SmallOffice:
    """Who is who: person ids by code P01 …, unit ids by code, and the open round."""

    office_id: UUID
    people: dict[str, UUID]
    units: dict[str, UUID]
    round_id: UUID
    year: int


class Seeder:
    """Calls the services as the issuer ``demo``, one actor at a time."""

    def __init__(self, urls: dict[str, str], signer: Signer, office_id: UUID) -> None:
        self._urls = urls
        self._signer = signer
        self._office_id = office_id
        self._person_id = new_id()
        self._http = httpx.Client(timeout=60, trust_env=False)

    def call(self, method: str, service: str, path: str, body: Any = None, *roles: Role) -> Any:
        actor = Actor(self._office_id, self._person_id, "Chuẩn bị", frozenset(roles or {Role.STANDING_UNIT}))
        headers = {"authorization": f"Bearer {self._signer.sign(actor, service)}", "idempotency-key": str(new_id())}
        answer = self._http.request(method, self._urls[service] + path, json=body, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def post(self, service: str, path: str, body: Any, *roles: Role) -> Any:
        return self.call("POST", service, path, body, *roles)


def seed(urls: dict[str, str], signer: Signer, today: date) -> SmallOffice:
    """Everything a nomination needs before a unit's head proposes somebody."""
    office_id = new_id()
    seeder = Seeder(urls, signer, office_id)
    _register(seeder, today)
    written = seeder.post("nominations", "/v1/register/bulk", _rows(today.year))
    seeder.post("nominations", "/v1/rulebooks", {})
    round_id = _plan(seeder, today)
    people = {code: UUID(text) for code, text in written["people"].items()}
    units = {code: UUID(text) for code, text in written["units"].items()}
    _council(seeder, people, today)
    _accounts(seeder, office_id, people, units)
    _letterhead(seeder)
    return SmallOffice(office_id, people, units, round_id, today.year)


def _register(seeder: Seeder, today: date) -> None:
    words = {"superior_name": "UBND tỉnh Ninh Bình", "place": "Ninh Bình", "symbol": "VPUBND", "is_sample": True}
    seeder.post("nominations", "/v1/offices", {"name": "Văn phòng thử nghiệm", **words})
    seeder.post("reporting", "/v1/obligations/defaults", {"year": today.year, "include_past": False})


def _letterhead(seeder: Seeder) -> None:
    seeder.call(
        "PUT",
        "reporting",
        "/v1/letterhead",
        {
            "office_name": "Văn phòng thử nghiệm",
            "head_name": "Văn phòng",
            "superior_name": "UBND tỉnh Ninh Bình",
            "place": "Ninh Bình",
            "symbol": "VPUBND",
            "signer_title": "Chánh Văn phòng",
            "signer_name": NAMES[0],
            "is_sample": True,
        },
    )


def _rows(year: int) -> dict[str, Any]:
    units = [
        {"code": "LD", "name": "Lãnh đạo Văn phòng", "kind": "lanh_dao"},
        {"code": "HCTC", "name": "Phòng Hành chính – Tổ chức", "is_standing_unit": True, "head_code": "P02"},
        {"code": "TH", "name": "Phòng Tổng hợp", "head_code": "P05"},
    ]
    levels = {"P01": "lanh_dao", "P02": "cap_truong", "P05": "cap_truong"}
    placed = {"P01": "LD", "P02": "HCTC", "P03": "HCTC", "P04": "HCTC"}
    people = [
        {
            "code": code,
            "name": name,
            "sex": "nu" if number % 2 else "nam",
            "birth_year": 1980 + number,
            "category": "cong_chuc",
            "position_level": levels.get(code, "khong_chuc_vu"),
            "unit_code": placed.get(code, "TH"),
            "joined_on": f"{year - 6}-03-01",
        }
        for number, name in enumerate(NAMES)
        for code in [f"P{number + 1:02d}"]
    ]
    grades = {"P06": "hoan_thanh_xuat_sac", "P07": "hoan_thanh", "P09": "hoan_thanh_xuat_sac"}
    years = [
        {
            "code": person["code"],
            "year": each,
            "unit_code": person["unit_code"],
            "grade": grades.get(str(person["code"]), "hoan_thanh_tot"),
        }
        for person in people
        for each in (year - 1, year)
    ]
    return {"units": units, "people": people, "years": years}


def _plan(seeder: Seeder, today: date) -> UUID:
    year = today.year
    plan = seeder.post(
        "nominations",
        "/v1/plans",
        {
            "code": f"KH-{year}",
            "year": year,
            "symbol": "KH-VPUBND",
            "title": f"Phong trào thi đua năm {year}",
            "theme_province": "Đoàn kết, kỷ cương, trách nhiệm, bứt phá",
            "theme_office": "Tham mưu chủ động, phục vụ tận tụy",
            "starts_on": f"{year}-01-01",
            "ends_on": f"{year}-12-31",
        },
    )
    movement = seeder.post(
        "nominations",
        "/v1/movements",
        {
            "plan_id": plan["id"],
            "code": "VP",
            "name": f"Thi đua hoàn thành nhiệm vụ năm {year}",
            "scope": "office",
            "starts_on": f"{year}-01-01",
        },
    )
    launch = {"version": movement["version"], "launched_on": f"{year}-01-05"}
    seeder.post("nominations", f"/v1/movements/{movement['id']}/launch", launch)
    opened = seeder.post(
        "nominations",
        "/v1/rounds",
        {
            "movement_id": movement["id"],
            "name": f"Xét thi đua cuối năm {year}",
            "period_year": year,
            "opened_on": (today - timedelta(days=10)).isoformat(),
            "submit_by": (today + timedelta(days=20)).isoformat(),
            "awards": ["LDTT", "CSTD_CO_SO", "TT_LDTT", "GIAY_KHEN"],
        },
    )
    return UUID(opened["id"])


def _council(seeder: Seeder, people: dict[str, UUID], today: date) -> None:
    positions = {"P01": "chair", "P02": "vice", "P03": "secretary"}
    members = [
        {"person_id": str(people[code]), "name": NAMES[int(code[1:]) - 1], "position": positions.get(code, "member")}
        for code in ("P01", "P02", "P03", "P08", "P10")
    ]
    body = {"name": "Hội đồng Thi đua – Khen thưởng", "valid_from": f"{today.year}-01-01", "members": members}
    seeder.post("reviews", "/v1/councils", body)


def password_of(username: str) -> str:
    return f"mat-khau-cua-{username}"


def _accounts(seeder: Seeder, office_id: UUID, people: dict[str, UUID], units: dict[str, UUID]) -> None:
    """Everybody may sign in with `password_of` the username; those of the office's clerk and Chief by a link too."""
    wanted = (
        ("truong-phong", "P05", "TH", [Role.UNIT_HEAD]),
        ("thuong-truc", "P03", "HCTC", [Role.STANDING_UNIT, Role.COUNCIL_MEMBER]),
        ("uy-vien", "P08", "TH", [Role.COUNCIL_MEMBER]),
        ("uy-vien-2", "P10", "TH", [Role.COUNCIL_MEMBER]),
        ("pho-chu-tich", "P02", "HCTC", [Role.COUNCIL_MEMBER, Role.UNIT_HEAD]),
        ("chanh-van-phong", "P01", "LD", [Role.CHIEF, Role.COUNCIL_MEMBER]),
        ("van-thu", "P04", "HCTC", [Role.RECORDS_CLERK]),
        ("can-bo", "P06", "TH", [Role.STAFF]),
        ("van-hanh", "P12", "HCTC", [Role.OPERATOR]),
    )
    body = [
        {
            "username": username,
            "person_id": str(people[code]),
            "office_id": str(office_id),
            "name": NAMES[int(code[1:]) - 1],
            "unit_id": str(units[unit]),
            "roles": roles,
            "password": password_of(username),
        }
        for username, code, unit, roles in wanted
    ]
    seeder.post("gateway", "/internal/accounts", body, Role.OPERATOR)
