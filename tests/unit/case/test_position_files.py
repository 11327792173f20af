"""Tables of positions and the files of two other programs: what they say, and what is told of their faults."""

# ruff: noqa: E501 - a file and its fault side by side
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from commonground.case.importers.exchange_file import read_exchange
from commonground.case.importers.ktab import read_ktab
from commonground.case.importers.positions import read_positions, write_template
from commonground.errors import CaseError, UsageError

HEADER = "party,issue,capability,position,salience\n"
FINE = HEADER + "A,oil,1,20,0.8\nB,oil,0.5,70,0.4\nA,tax,1,,\nB,tax,0.5,10,1\n"


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(reader, path: Path) -> list[str]:
    with pytest.raises(CaseError) as caught:
        reader(path)
    return [finding.line().replace(str(path), "F") for finding in caught.value.findings]


def test_a_table(tmp_path: Path) -> None:
    table = read_positions(write(tmp_path, FINE))
    assert table.parties == ("A", "B")
    assert table.issues == ("oil", "tax")
    assert table.position[:, 0].tolist() == [20, 70]
    assert np.isnan(table.position[0, 1])
    assert table.salience.tolist() == [[0.8, 0.0], [0.4, 1.0]]
    assert table.capability.tolist() == [[1, 1], [0.5, 0.5]]
    assert (table.low.tolist(), table.high.tolist()) == ([0, 0], [100, 100])


def test_other_headers_delimiters_and_one_issue(tmp_path: Path) -> None:
    table = read_positions(write(tmp_path, "Actor;Salience;Position;Power\nA;0.5;3.5;1\nB;1;4;2\n"))
    assert table.position[:, 0].tolist() == [3.5, 4]
    assert table.capability[:, 0].tolist() == [1, 2]


def test_low_mode_high(tmp_path: Path) -> None:
    text = (
        "party,capability,position_low,position_mode,position_high,salience\nA,1,10,20,40,0.5\nB,1,5,6,7,1\n"
    )
    table = read_positions(write(tmp_path, text))
    assert table.position[:, 0].tolist() == [20, 6]
    assert table.spread["position"][0, 0].tolist() == [10, 40]
    assert set(table.spread) == {"position"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER.replace(",", ";") + "A;oil;1;3,5;0.8\nB;oil;1;4;1\n", "F: row 2: column position has a decimal comma (got 3,5). Write 3.5"),
        (HEADER + "A,oil,1,3,5,0.8\n", "F: row 2: 6 cells where the header has 5 (got A, oil, 1, 3, 5, 0.8). A decimal comma"),
        (HEADER + "A,oil,1,0.8,20\nB,oil,1,0.4,70\n", "F: row 2: column salience is outside 0 to 1 (got 20). Columns position and salience look swapped"),
        (HEADER + "A,oil,0.8,20,50\n", "F: row 2: column salience is outside 0 to 1 (got 50). Columns capability and salience look swapped"),
        (HEADER + "1,oil,A,20,0.8\n", "F: row 2: column capability is not a number (got A)"),
        (HEADER + "A,oil,1,20,80%\n", "F: row 2: column salience is not a number (got 80%). Write 80 without the sign"),
        (HEADER + "A,oil,1,120,0.8\n", "F: row 2: column position is outside the scale 0 to 100 (got 120)"),
        (HEADER + "A,oil,-1,20,0.8\n", "F: row 2: column capability is below 0 (got -1)"),
        (HEADER + "A,oil,0,20,0.8\nB,oil,0,30,0.8\n", "F: column capability is 0 for all parties"),
        (HEADER + "A,oil,1,20,0.8\nA,oil,1,30,0.8\n", "F: row 3: a second row for A on oil"),
        (HEADER + "A,oil,1,20,\n", "F: row 2: column salience is empty"),
        (HEADER + ",oil,1,20,1\n", "F: row 2: column party is empty"),
        (HEADER.replace("salience", "saliense") + "A,oil,1,20,1\n", 'F: row 1: unknown column 5 (got saliense). Did you mean "salience"?'),
        ("party,capability,position\nA,1,2\n", "F: row 1: no column salience"),
        ("party,capability,position_low,position_mode,position_high,salience\nA,1,30,20,40,0.5\n", "F: row 2: columns position_low, _mode and _high are not in order (got 30, 20, 40)"),
        (HEADER, "F: no rows below the header"),
    ],
)  # fmt: skip
def test_faults_of_a_table(tmp_path: Path, text: str, told: str) -> None:
    found = faults(read_positions, write(tmp_path, text))
    assert any(line.startswith(told) for line in found), found


def test_all_faults_at_once(tmp_path: Path) -> None:
    found = faults(read_positions, write(tmp_path, HEADER + "A,oil,x,20,0.8\nB,oil,1,y,0.8\n"))
    assert [line.split(":")[1] for line in found] == [" row 2", " row 3"]


def test_a_workbook_round_trips(tmp_path: Path) -> None:
    for number, text in enumerate(
        (
            FINE,
            "party,capability,position_low,position_mode,position_high,salience\nA & <B>,1,10,20,40,0.5\nB,1,5,6,7,1\n",
        )
    ):
        table = read_positions(write(tmp_path, text))
        path = tmp_path / f"book{number}.xlsx"
        write_template(path, table)
        again = read_positions(path)
        assert again.parties == table.parties
        assert again.issues == table.issues
        for what in ("position", "salience", "capability"):
            np.testing.assert_array_equal(getattr(again, what), getattr(table, what))
        assert again.spread.keys() == table.spread.keys()
        for what, value in table.spread.items():
            np.testing.assert_array_equal(again.spread[what], value)


def test_the_empty_template_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    assert len(read_positions(path).parties) == 2


def test_files_of_no_use(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="not an Excel workbook"):
        read_positions(write(tmp_path, "no zip", "book.xlsx"))
    with pytest.raises(UsageError, match="neither CSV nor Excel"):
        read_positions(write(tmp_path, "", "book.pdf"))
    with pytest.raises(UsageError, match="cannot be read"):
        read_positions(tmp_path / "absent.csv")


KTAB = 'Test,"a, b",2,2\nActor,Description,Power,Oil Position,Oil Salience,Tax Pstn,Tax Sal\n'


def test_ktab(tmp_path: Path) -> None:
    table = read_ktab(write(tmp_path, KTAB + "A,x,100,30,40,50,60,\nB,y,20,10,0,100,50,\n"))
    assert table.issues == ("Oil", "Tax Sal") or table.issues == ("Oil", "Tax")
    assert table.salience.tolist() == [[0.4, 0.6], [0.0, 0.5]]
    assert table.capability[:, 0].tolist() == [100, 20]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("A,x,100,30,70,50,60,\nB,y,20,10,0,100,50,\n", "F: row 3: the columns salience sum to over 100 (got 130)"),
        ("A,x,0,30,40,50,60\nB,y,0,10,0,100,50\n", "F: column capability is 0 for all parties"),
        ("A,x,100,30,40,50,60\n", "F: row 1: 2 actors announced, 1 rows"),
        ("A,x,100,30,40,50\nB,y,20,10,0,100,50\n", "F: row 3: 6 cells where 7 are expected"),
        ('A,x,100,"3,5",40,50,60\nB,y,20,10,0,100,50\n', "F: row 3: column position of Oil has a decimal comma (got 3,5)"),
        ("A,x,100,30,40,150,60\nB,y,20,10,0,100,50\n", "F: row 3: column position is outside the scale 0 to 100 (got 150)"),
    ],
)  # fmt: skip
def test_faults_of_ktab(tmp_path: Path, rows: str, told: str) -> None:
    found = faults(read_ktab, write(tmp_path, KTAB + rows))
    assert any(line.startswith(told) for line in found), found


EXCHANGE = "'#A'\t'a'\t'a'\n'#A'\t'b'\t'b'\n'#P'\t'oil'\t'oil'\n'#M'\t'oil'\t0.5\n'#M'\t'oil'\t7\n"


def test_exchange(tmp_path: Path) -> None:
    table = read_exchange(write(tmp_path, EXCHANGE + "'#D'\t'a'\t'oil'\t3.0\t0.7\t1.0\t\n"))
    assert (table.low[0], table.high[0]) == (0.5, 7)
    assert table.position[0, 0] == 3
    assert np.isnan(table.position[1, 0])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("'#D'\t'c'\t'oil'\t3.0\t0.7\t1.0\n", "F: row 6: column actor names no row #A (got c)"),
        ("'#D'\t'a'\t'oil'\t3,0\t0.7\t1.0\n", "F: row 6: column position has a decimal comma (got 3,0)"),
        ("'#D'\t'a'\t'oil'\t0.7\t3.0\t1.0\n", "F: row 6: column salience is outside 0 to 1 (got 3). Columns position and salience look swapped"),
        ("'#D'\t'a'\t'oil'\t9\t0.7\t1.0\n", "F: row 6: column position is outside the scale 0.5 to 7 (got 9)"),
        ("'#D'\t'a'\t'oil'\t3\t0.7\n", "F: row 6: 5 cells where #D needs 6"),
    ],
)  # fmt: skip
def test_faults_of_exchange(tmp_path: Path, row: str, told: str) -> None:
    found = faults(read_exchange, write(tmp_path, EXCHANGE + row + "'#D'\t'b'\t'oil'\t4\t0.5\t1\n"))
    assert any(line.startswith(told) for line in found), found
