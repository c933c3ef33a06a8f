import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.files.quantity import Duration, QuantityError, count, duration, money, number, share, work


@pytest.mark.parametrize(
    ("text", "expected", "days"),
    [
        ("6 months", Duration(months=6), 183),
        ("2.5 years", Duration(months=30), 913),
        ("1 year", Duration(months=12), 365),
        ("4 years", Duration(months=48), 1461),
        ("22 weeks", Duration(whole_days=154), 154),
        ("8 days", Duration(whole_days=8), 8),
        ("0 days", Duration(whole_days=0), 0),
    ],
)
def test_durations(text: str, expected: Duration, days: int) -> None:
    assert duration(text) == expected
    assert duration(text).days == days


def test_other_quantities() -> None:
    assert work("15 minutes") == 15
    assert work("1.5 hours") == 90
    assert share("85 %") == 0.85
    assert money("1850 DKK") == 1850.0
    assert count(4) == 4
    assert number(0.35) == 0.35


@pytest.mark.parametrize(
    ("reader", "raw", "message"),
    [
        (duration, "15 minutes", "the unit is wrong"),
        (duration, "-6 months", "a duration cannot be negative"),
        (duration, 6, "the unit is missing"),
        (duration, "soon", "this is not a duration"),
        (duration, "1.3 months", "this is not a number of whole months"),
        (duration, True, "this is not a duration"),
        (work, "2 weeks", "the unit is wrong"),
        (work, "-5 minutes", "working time cannot be negative"),
        (share, "0.85", "this is not a share"),
        (share, "120 %", "a share must lie between 0 and 100 %"),
        (share, 0.85, "the unit is missing"),
        (money, "1850 EUR", "the unit is wrong"),
        (count, "4", "this is not a count"),
        (count, True, "this is not a count"),
        (count, -1, "this is not a count"),
        (number, "35 %", "this is not a number"),
    ],
)
def test_what_is_no_quantity_says_what_was_expected(reader: object, raw: object, message: str) -> None:
    assert callable(reader)
    with pytest.raises(QuantityError) as caught:
        reader(raw)
    assert caught.value.message == message
    assert caught.value.found == raw
    assert caught.value.expected


@given(st.integers(0, 600))
def test_months_grow_with_their_number(months: int) -> None:
    shorter, longer = Duration(months=months), Duration(months=months + 1)
    assert 30 <= longer.days - shorter.days <= 31
    assert duration(str(longer)) == longer
