"""Every query of every service is prepared against the schema its migrations make."""

import re
from pathlib import Path

import asyncpg
import pytest

from services.chassis.sql import parse
from tests.support.engines import SERVICES, MakeDatabase

FILES = sorted(SERVICES.rglob("queries.sql"))
PARAMETER = re.compile(r"\$(\d+)(::[a-z])?")

pytestmark = pytest.mark.postgres


def _name(file: Path) -> str:
    return str(file.parent.relative_to(SERVICES))


@pytest.mark.parametrize("file", FILES, ids=_name)
def test_every_parameter_says_its_type_and_none_is_skipped(file: Path) -> None:
    for name, text in parse(file.read_text(), str(file)).items():
        used = PARAMETER.findall(text)

        assert [number for number, cast in used if not cast] == [], f"{name}: a parameter without a cast"
        assert {int(number) for number, _ in used} == set(range(1, len({n for n, _ in used}) + 1)), name


@pytest.mark.parametrize("service", sorted({file.relative_to(SERVICES).parts[0] for file in FILES}))
async def test_every_query_fits_the_migrated_schema(service: str, make_database: MakeDatabase) -> None:
    url = await make_database("" if service == "chassis" else service)
    connection = await asyncpg.connect(url)
    broken = {}
    try:
        for file in (each for each in FILES if each.relative_to(SERVICES).parts[0] == service):
            for name, text in parse(file.read_text(), str(file)).items():
                try:
                    await connection.prepare(text)
                except asyncpg.PostgresError as error:
                    broken[f"{_name(file)}: {name}"] = str(error)
    finally:
        await connection.close()

    assert broken == {}
