"""Vietnamese money: whole đồng, the decree's rounding, and how a sum is written."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

TEN_THOUSAND = 10_000


def round_up_to_ten_thousand(amount: int | Decimal) -> int:
    """Award money in tens of thousands of đồng (NĐ 152/2025/NĐ-CP Đ49.2; "làm tròn lên" read as up: own reading).

    Refuses a negative sum.
    """
    return _in_ten_thousands(amount, ROUND_CEILING)


def round_to_ten_thousand(amount: int | Decimal) -> int:
    """The same to the nearest, for an office that reads "làm tròn" so. Refuses a negative sum."""
    return _in_ten_thousands(amount, ROUND_HALF_UP)


def _in_ten_thousands(amount: int | Decimal, rounding: str) -> int:
    if amount < 0:
        raise ValueError("award money is never negative")
    return int((Decimal(amount) / TEN_THOUSAND).to_integral_value(rounding=rounding)) * TEN_THOUSAND


def format_vnd(amount: int) -> str:
    """2530000 → "2.530.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"
