"""Codes that facts name and the rulebook does not know, or knows otherwise: refused, never passed over."""

from collections.abc import Iterator

from contracts.words import AwardLevel, NomineeKind
from services.nominations.law.domain.book import Rulebook
from services.nominations.law.domain.counts import Contradiction
from services.nominations.law.domain.facts import Facts, YearFacts
from services.office.text import join_words

AWARD, STATEMENT, TEXT, RULE = "danh hiệu, hình thức", "nội dung đơn vị xác nhận", "văn bản", "quy tắc"
KINDS = {NomineeKind.PERSON: "cá nhân", NomineeKind.COLLECTIVE: "tập thể"}
LEVELS = {AwardLevel.OFFICE: "cơ quan", AwardLevel.PROVINCE: "tỉnh", AwardLevel.STATE: "Nhà nước"}


def unknown_codes(facts: Facts, rulebook: Rulebook) -> Iterator[Contradiction]:
    """Every code of the facts that this book does not have; an award of another kind of nominee, or of another level, too."""
    for i, year in enumerate(facts.years):
        yield from _of_year(f"years.{i}", year, facts, rulebook)
    for i, unit in enumerate(facts.predecessors):
        for j, year in enumerate(unit.years):
            yield from _of_year(f"predecessors.{i}.years.{j}", year, facts, rulebook)
    for i, past in enumerate(facts.past_awards):
        yield from _award(f"past_awards.{i}.code", past.code, rulebook)
        levels = {award.level for award in rulebook.awards if award.code == past.code}
        if levels and past.level not in levels:
            told = f"“{rulebook.award_names[past.code]}” ghi cấp {LEVELS[past.level]}"
            known = join_words(sorted(LEVELS[level] for level in levels), "hoặc")
            yield Contradiction(f"past_awards.{i}.level", "another_level", told, f"sổ luật ghi cấp {known}")
    for i, use in enumerate(facts.uses or ()):
        yield from _award(f"uses.{i}.award", use.award, rulebook)
    for i, quota in enumerate(facts.quotas):
        yield from _award(f"quotas.{i}.award", quota.award, rulebook)
    for field, said in (("statements", facts.statements), ("denied", facts.denied)):
        for statement in sorted(said - rulebook.statements):
            yield _unknown(field, statement, STATEMENT, rulebook)
    for i, citation in enumerate(facts.citations):
        if citation.text not in rulebook.texts_by_code:
            yield _unknown(f"citations.{i}.text", citation.text, TEXT, rulebook)
    rules = {rule.rule for rule in rulebook.criteria} | {rule.code for rule in rulebook.criteria}
    for i, override in enumerate(facts.overrides):
        if override.rule not in rules:
            yield _unknown(f"overrides.{i}.rule", override.rule, RULE, rulebook)


def _of_year(field: str, year: YearFacts, facts: Facts, rulebook: Rulebook) -> Iterator[Contradiction]:
    for name in ("awards", "pending"):
        for code in sorted(getattr(year, name)):
            yield from _award(f"{field}.{name}", code, rulebook)
            kinds = {kind for award in rulebook.awards if award.code == code for kind in award.nominees}
            if kinds and facts.kind not in kinds:
                told = f"Đối tượng là {KINDS[facts.kind]}"
                holds = f"năm {year.year} có “{rulebook.award_names[code]}”, chỉ dành cho loại đối tượng khác"
                yield Contradiction(f"{field}.{name}", "of_another_kind", told, holds)


def _award(field: str, code: str, rulebook: Rulebook) -> Iterator[Contradiction]:
    if code not in rulebook.award_names:
        yield _unknown(field, code, AWARD, rulebook)


def _unknown(field: str, code: str, what: str, rulebook: Rulebook) -> Contradiction:
    return Contradiction(
        field, "unknown_code", f"Nêu {what} mã “{code}”", f"sổ luật {rulebook.version} không có mã này"
    )
