"""The way through: what a person with these roles finds in the menu, in the order of the work."""

from dataclasses import dataclass
from typing import Protocol

from services.office.access import Action, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; ``under`` are the paths at which it is the current one."""

    label: str
    url: str
    icon: str
    under: tuple[str, ...]

    def is_current(self, path: str) -> bool:
        return any(path == start or path.startswith(f"{start}/") for start in self.under)


class _Person(Protocol):
    def can(self, *actions: Action) -> bool: ...
    def has(self, *roles: Role) -> bool: ...


def menu_for(person: _Person) -> list[Entry]:
    """What one may not do is not shown."""
    entries = [Entry("Việc của tôi", "/", "home", ("/",))]
    looks_on = [Entry("Nhật ký", "/nhat-ky", "history", ("/nhat-ky",))] if person.can(Action.READ_AUDIT) else []
    if not person.has(*(set(Role) - {Role.OPERATOR, Role.AUDITOR})):
        operates = [Entry("Quản trị", "/quan-tri", "settings", ("/quan-tri",))] if person.can(Action.OPERATE) else []
        return [*entries, *operates, *looks_on]
    entries.append(Entry("Đề nghị khen thưởng", "/de-nghi", "award", ("/de-nghi",)))
    entries.append(Entry("Thành tích, sáng kiến", "/thanh-tich", "bulb", ("/thanh-tich",)))
    entries.append(Entry("Công khai, góp ý", "/cong-khai", "speakerphone", ("/cong-khai",)))
    if person.can(Action.APPRAISE):
        entries.append(Entry("Thẩm định", "/tham-dinh", "clipboard-check", ("/tham-dinh",)))
    if person.can(Action.VOTE, Action.CONVENE, Action.SIGN):
        entries.append(Entry("Hội đồng", "/hoi-dong", "gavel", ("/hoi-dong",)))
    if person.can(Action.SIGN, Action.ANSWER_UPWARD):
        entries.append(Entry("Ký và trình", "/ky", "signature", ("/ky",)))
    entries += [
        Entry("Phong trào & kết quả", "/phong-trao", "flag", ("/phong-trao",)),
        Entry("Báo cáo", "/bao-cao", "report", ("/bao-cao",)),
        Entry("Sổ khen thưởng", "/so-khen-thuong", "book-2", ("/so-khen-thuong", "/du-bao")),
    ]
    if person.can(Action.KEEP_REGISTER, Action.OPERATE):
        entries.append(Entry("Quản trị", "/quan-tri", "settings", ("/quan-tri",)))
    return [*entries, *looks_on]
