"""What is kept of a request: the same digest from one version to the next, else repetitions over an update are refused."""

from datetime import date
from uuid import UUID

from contracts.nominations.api.movements import Launch
from contracts.reviews.api.cases import DeclineCase
from services.chassis.idempotency import digest_of

SUBJECT = UUID("01990000-0000-7000-8000-000000000001")


def test_a_route_its_subject_and_its_body_give_the_digest_kept_by_earlier_versions() -> None:
    launch = Launch(version=2, launched_on=date(2026, 3, 2))
    decline = DeclineCase(version=3, reason="Chưa đủ thời gian", declined_on=date(2026, 11, 20))

    assert digest_of(["launch", SUBJECT, launch]) == "ac5b362b1f3faa9d1f43874cdc9a36eea4a3a0ca0819946169b3c796e3e3a5d3"
    assert (
        digest_of({"what": f"decline {SUBJECT}", "asked": decline})
        == "540cb78298fdc312f1cf9bbf285c46ecf656d713d9b929f801b9fe9020e8a79b"
    )


def test_another_body_or_another_subject_gives_another_digest() -> None:
    first, second = Launch(version=2, launched_on=date(2026, 3, 2)), Launch(version=3, launched_on=date(2026, 3, 2))

    asked = [
        ["launch", SUBJECT, first],
        ["launch", SUBJECT, second],
        ["launch", SUBJECT.int, first],
        ["add", SUBJECT, first],
    ]

    assert len({digest_of(each) for each in asked}) == len(asked)
