"""Time and memory of importing GDELT 2.0 rows: python benchmarks/bench_import.py [ROWS].

The rows are made up by a fixed seed, with the fields' usual lengths; five million of them are about two
gigabytes. Wanted: five million in 60 s and 1 GB on two cores.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from commonground.evidence.importers.load import import_file
from commonground.evidence.ontology.quads import quad
from commonground.evidence.ontology.tables import codes
from commonground.evidence.store import Store

COUNTRIES = (
    "USA IRN ISR RUS CHN GBR FRA DEU SAU IRQ SYR TUR EGY PAK IND JPN KOR PRK UKR LBN YEM ARE QAT OMN".split()
)
ROLES = ["", "", "GOV", "MIL", "LEG", "OPP", "CVL", "MED", "BUS", "COP"]
BLOCK = 20_000


def actor(chance: random.Random) -> list[str]:
    """Ten fields of an actor; one in seven is empty, as in the real files."""
    if chance.random() < 0.15:
        return [""] * 10
    country, role = chance.choice(COUNTRIES), chance.choice(ROLES)
    return [country + role, f"NAME OF {country}", country, "", "", "", "", role, "", ""]


def geo(chance: random.Random) -> list[str]:
    """Eight fields of a place."""
    latitude, longitude = f"{chance.uniform(-60, 60):.4f}", f"{chance.uniform(-180, 180):.4f}"
    place = f"Somewhere {chance.randrange(9999)}, Province, Country"
    return ["4", place, "IR", "IR26", "41563", latitude, longitude, str(-chance.randrange(1, 4_000_000))]


def rows(first: int, count: int, day: date, chance: random.Random) -> list[str]:
    """Lines of a GDELT 2.0 file."""
    table = [
        (code, entry.goldstein, quad("", code, "gdelt")) for code, entry in codes().items() if len(code) > 2
    ]
    made = []
    for number in range(first, first + count):
        code, goldstein, kind = chance.choice(table)
        when = f"{day:%Y%m%d}"
        head = [str(number), when, when[:6], when[:4], f"{day.year}.{day.timetuple().tm_yday / 366:.4f}"[:9]]
        deed = ["1", code, code[:3], code[:2], str(kind), str(goldstein)]
        counts = [str(chance.randrange(1, 40)), "1", "4", f"{chance.gauss(-2, 3):.12f}"]
        places = [field for _ in range(3) for field in geo(chance)]
        url = f"https://www.example.org/news/{day:%Y/%m/%d}/{number:x}-a-headline-of-the-usual-length-about-talks"
        made.append(
            "\t".join([*head, *actor(chance), *actor(chance), *deed, *counts, *places, f"{when}001500", url])
        )
    return made


def generate(path: Path, count: int, seed: int = 1) -> None:
    """Write a file: one block of made-up rows, repeated with new numbers, days and addresses."""
    chance = random.Random(seed)
    block = [line.split("\t", 2) for line in rows(0, min(count, BLOCK), date(2015, 2, 18), chance)]
    with path.open("w", encoding="utf-8") as sink:
        for begun in range(0, count, BLOCK):
            when = f"{date(2015, 2, 18) + timedelta(days=begun // BLOCK * 7):%Y%m%d}"
            for place, line in enumerate(block[: count - begun], begun):
                sink.write(f"{place}\t{when}\t{line[2]}-{7919 * place % 10**9:x}\n")


def main() -> None:
    """Generate, import, and print time and memory."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.export.CSV"
        generate(path, count)
        before = time.perf_counter(), time.process_time()
        with Store(Path(folder) / "workspace") as store:
            report = import_file(store, path)
            wall, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
            size = sum(part.stat().st_size for part in Path(folder).rglob("*.parquet"))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"import of {count:,} GDELT 2.0 rows ({path.stat().st_size / 1e9:.2f} GB): {wall:.1f} s wall, {cpu:.1f} s "
            f"CPU, {memory:.0f} MB peak, kept {report.kept:,} in {size / 1e6:.0f} MB of Parquet"
        )


if __name__ == "__main__":
    main()
