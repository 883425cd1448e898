"""What may be a password: long, not everybody's, not made of the own name; what is too long is refused, never cut."""

import pytest

from services.gateway.passwords import LONGEST, hash_password, is_right, problems

USERNAME, NAME = "huy.dq", "Đỗ Quang Huy"


@pytest.mark.parametrize(
    "password",
    [
        "con trâu đi trước cái cày",
        "mat-khau-du-dai",
        "một câu mà chỉ mình tôi nghĩ ra 7",
        "Huy thích ăn bún chả buổi sáng",
        "a" * 50 + "bcd" * 50,
    ],
)
def test_a_sentence_of_one_s_own_is_taken(password: str) -> None:
    assert problems(password, USERNAME, NAME) == []


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "98765432109",
        "qwertyuiop",
        "Password123",
        "password2026!",
        "1q2w3e4r5t",
        "matkhau@2026",
        "Mậtkhẩu2026",
        "aaaaaaaaaaaa",
        "abababababab",
    ],
)
def test_what_everybody_takes_is_refused(password: str) -> None:
    assert problems(password, USERNAME, NAME) == [
        "Mật khẩu này quá nhiều người dùng nên dễ đoán. Anh/chị chọn một câu khác."
    ]


@pytest.mark.parametrize("password", ["doquanghuy", "Đỗ Quang Huy", "huydoquang1985", "huy.dq2026!", "HUY.DQhuy.dq"])
def test_the_own_name_is_refused(password: str) -> None:
    assert problems(password, USERNAME, NAME) == ["Mật khẩu không được là tên đăng nhập hay tên của anh/chị."]


@pytest.mark.parametrize("length", [9, LONGEST + 1])
def test_too_short_and_too_long_are_refused(length: int) -> None:
    assert problems(("đi chợ mua rau " * 20)[:length], USERNAME, NAME) == ["Mật khẩu: từ 10 đến 200 ký tự."]


async def test_the_longest_counts_to_its_last_letter() -> None:
    longest = ("đi chợ mua rau " * 20)[:LONGEST]
    kept = await hash_password(longest)

    assert [await is_right(given, kept) for given in (longest, longest[:-1], longest + "x")] == [True, False, False]
