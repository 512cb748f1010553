"""A floor's plan as text: what an office types, and what becomes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import InvalidError
from portal.markets import grid

SHORTS = st.lists(st.integers(1, 300).map(lambda one: f"A{one}"), unique=True, max_size=60)


def test_a_plan_as_it_is_typed() -> None:
    rows = grid.rows_in("Ａ1 A2 A2 · 4\n.  .\n1F-B1 | b2 [ 电梯 ]\n\n", 1)
    assert rows == [
        ["A1", "A2", "A2", ".", "4"],
        [".", ".", ".", ".", "."],
        ["B1", "B2", "[电梯]", ".", "."],
    ]
    sizes = {cell.text: (cell.rows, cell.columns) for cell in grid.cells_of(rows)}
    assert sizes["A2"] == (1, 2)
    assert grid.rows_in(grid.text_of(rows), 1) == rows


@pytest.mark.parametrize(
    "text",
    ["A1 A2 A1", "A1 .\n. A1", "A1 A1\nA1 .", "lift", "2F-A1", "A0", "A1 " * 61, "A1\n" * 61],
)
def test_what_is_no_plan(text: str) -> None:
    with pytest.raises(InvalidError):
        grid.rows_in(text, 1)


@given(SHORTS, st.integers(1, 30))
def test_every_stall_is_laid_out_once(shorts: list[str], in_a_row: int) -> None:
    rows = grid.with_stalls([], shorts, in_a_row)
    assert [cell.text for cell in grid.cells_of(rows)] == shorts
    assert len({len(row) for row in rows}) <= 1
    more = grid.with_stalls(rows, ["Z1", "Z2"], 2)
    assert [cell.text for cell in grid.cells_of(more)] == [*shorts, "Z1", "Z2"]


@given(st.integers(1, 8), st.integers(1, 3), st.integers(2, 5))
def test_a_stall_that_is_split_shares_its_cells(wide: int, high: int, parts: int) -> None:
    rows = [["A1"] * wide for _ in range(high)]
    names = [f"B{one}" for one in range(1, parts + 1)]
    cells = grid.cells_of(grid.split(rows, "A1", names))
    assert {cell.text for cell in cells} == set(names[: min(wide, parts)])
    assert sum(cell.rows * cell.columns for cell in cells) == wide * high


def test_numbers_as_an_office_counts() -> None:
    def read(text: str, level: int = 3) -> list[str]:
        return [str(one) for one in grid.numbers_in(text, level)]

    assert read("A1-A3") == ["3F-A1", "3F-A2", "3F-A3"]
    assert read("a1~3、B７，3F-B8") == ["3F-A1", "3F-A2", "3F-A3", "3F-B7", "3F-B8"]
    assert read("1 至 3 3") == ["3F-1", "3F-2", "3F-3"]
    assert read("A1-40", 1)[-1] == "1F-A40"
    assert read("2", -1) == ["B1-2"]
    for text in ("", "A3-A1", "1-9999", "2F-1", "乱"):
        with pytest.raises(InvalidError):
            grid.numbers_in(text, 3)
