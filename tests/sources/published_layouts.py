# An invented world, written in the layouts of the publishers. The codes are the publishers' own;
# every flow is drawn from a generator and means nothing.

import struct
import zipfile
from dataclasses import dataclass

import numpy as np
import openpyxl

from decentwork.sources.adb_mrio import LAYOUT as ADB
from decentwork.sources.wiod_sheets import RELEASE_2013, RELEASE_2016


@dataclass(frozen=True)
class World:
    """Flows (n, n), final demand (n, k) and output (n,); column sums leave room for value added."""

    places: tuple
    industries: tuple
    uses: tuple
    flows: np.ndarray
    demand: np.ndarray
    output: np.ndarray

    @property
    def rows(self):
        return [(place, industry) for place in self.places for industry in self.industries]

    @property
    def columns(self):
        return [(place, use) for place in self.places for use in self.uses]

    @property
    def inputs(self):
        return self.output - self.flows.sum(axis=0)


def world(places, industries, uses, seed=1):
    rng = np.random.default_rng(seed)
    n, k = len(places) * len(industries), len(places) * len(uses)
    flows = rng.gamma(0.5, 2.0, (n, n)).round(4)
    demand = rng.gamma(0.5, n, (n, k)).round(4)
    demand[0, len(uses) - 1] = -1.5  # stocks are drawn down
    demand[:, 0] += 1.5 * flows.sum(axis=0)  # every industry sells more than it buys
    output = flows.sum(axis=1) + demand.sum(axis=1)
    return World(tuple(places), tuple(industries), tuple(uses), flows, demand, output)


def write_icio(path, of, *, value_added="VA", taxes="TLS", output="OUT", reverse=False):
    """Write the CSV of the OECD; `reverse` as in 2016, with the use before the region."""
    rows = [f"{place}_{code}" for place, code in of.rows]
    uses = [f"{use}_{place}" if reverse else f"{place}_{use}" for place, use in of.columns]
    lines = [["V1", *rows, *uses, output]]
    for label, flows, demand, total in zip(rows, of.flows, of.demand, of.output, strict=True):
        lines.append([label, *flows, *demand, total])
    zeros = [0.0] * (len(uses) + 1)
    lines.append([taxes, *(of.inputs * 0.1), *zeros])
    lines.append([value_added, *(of.inputs * 0.9), *zeros])
    lines.append([output, *of.output, *zeros])
    path.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n")


def write_figaro(path, of):
    """Write the CSV of Eurostat: no totals, the primary inputs below."""
    rows = ["_".join(label) for label in of.rows]
    lines = [["rowLabels", *rows, *("_".join(label) for label in of.columns)]]
    for label, flows, demand in zip(rows, of.flows, of.demand, strict=True):
        lines.append([label, *flows, *demand])
    zeros = [0.0] * len(of.columns)
    lines.append(["W2_D21X31", *(of.inputs * 0.1), *zeros])
    lines.append(["W2_D1", *(of.inputs * 0.5), *zeros])
    lines.append(["W2_B2A3G", *(of.inputs * 0.4), *zeros])
    path.write_text("\n".join(",".join(map(str, line)) for line in lines) + "\n")


def write_gloria(folder, of, *, year=2022, edition="059", people=(), labelled=None, off=1.0):
    """Write a year as GLORIA is published; `people` are rows of (name, unit, values).

    Industries come before products in each region; supply is on the diagonal, times `off`.
    """
    size, regions = len(of.industries), len(of.places)
    first = np.add.outer(2 * size * np.arange(regions), np.arange(size)).ravel()
    n, made, sold = 2 * len(of.rows), first, first + size
    flows, demand = np.zeros((n, n)), np.zeros((n, len(of.columns)))
    flows[np.ix_(sold, made)], flows[made, sold] = of.flows, of.output * off
    demand[sold] = of.demand
    added = np.zeros((2 * regions, n))
    for region in range(regions):
        here = slice(2 * region * size, 2 * region * size + size)
        of_region = of.inputs[region * size : (region + 1) * size]
        added[2 * region, here], added[2 * region + 1, here] = of_region * 0.6, of_region * 0.4
    satellites = np.zeros((1 + len(people), n))
    for number, (_, _, values) in enumerate(people, start=1):
        satellites[number, made] = values
    name = f"GLORIA_MRIOs_{edition.lstrip('0')}_{year}"
    beside = f"GLORIA_SatelliteAccounts_{edition}_{year}"
    for inside, parts in (
        (name, {"T": flows, "Y": demand, "V": added}),
        (beside, {"TQ": satellites}),
    ):
        (folder / inside).mkdir(parents=True)
        for what, values in parts.items():
            stem = f"20230315_120secMother_AllCountries_002_{what}-Results_{year}_{edition}"
            np.savetxt(folder / inside / f"{stem}_Markup001(full).csv", values, "%.17g", ",")
    rows = [("Material", "'Iron ores'", "tonnes")]
    rows += labelled or [("Employment", name, unit) for name, unit, _ in people]
    write_gloria_labels(folder / f"GLORIA_ReadMe_{edition}.xlsx", of, rows)
    return folder / name


def write_gloria_labels(path, of, satellites):
    book = openpyxl.Workbook()
    sheets = {
        "Regions": [("Lfd_Nr", "Region_acronyms", "Region_names"),
                    *((it, code, f"Name of {code}") for it, code in enumerate(of.places, 1))],
        "Sectors": [("Lfd_Nr", "Sector_names"), *enumerate(of.industries, 1)],
        "Value added and final demand": [
            ("Lfd_Nr", "Value_added_names", "Final_demand_names"),
            (1, "Compensation of employees D.1", of.uses[0]),
            (2, "Net operating surplus B.2n", of.uses[1]),
        ],
        "Satellites": [("Lfd_Nr", "Sat_head_indicator", "Sat_indicator", "Sat_unit"),
                       *((it, *row) for it, row in enumerate(satellites, 1))],
    }  # fmt: skip
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)


def write_emerging(path, of, *, group="", turned=True):
    """Write a MATLAB file of EMERGING: `turned` as MATLAB stores a matrix whose rows sell."""
    import h5py

    lists = {"country_list": of.places, "sector_list": of.industries, "final_list": of.uses}
    arrays = {"z": of.flows.T if turned else of.flows, "f": of.demand.T,
              "va": of.inputs[np.newaxis], "X": of.output[np.newaxis]}  # fmt: skip
    with h5py.File(path, "w", userblock_size=512) as opened:
        within = opened.create_group(group) if group else opened
        for name, values in arrays.items():
            within[name] = values
        for name, texts in lists.items():
            held = within.create_dataset(name, (1, len(texts)), dtype=h5py.ref_dtype)
            for at, text in enumerate(texts):
                stored = f"#refs#/{name}{at}"
                opened[stored] = np.array([[ord(it)] for it in text], dtype=np.uint16)
                held[0, at] = opened[stored].ref
    stamp_matlab(path)
    return path


def stamp_matlab(path):
    """Write the text by which MATLAB's own HDF5 files begin."""
    with path.open("r+b") as opened:
        opened.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(128))


def sheet_rows(of, layout, above, *, totals, header=("name", "region", "code"), blank=" "):
    """Return the rows of a sheet: codes in the order of `header` above and at the left."""

    def labels(region, code):
        parts = {"name": f"Name of {code}", "region": region, "code": code, "number": 1.0}
        return [parts[it] for it in header]

    tops = [labels(*it) for it in (*of.rows, *of.columns)]
    tops.append(["TOTAL" if it == "name" else "ToT" for it in header])
    rows = [[text] for text in above]
    for at in range(len(header)):
        rows.append([None] * (len(header) + 1) + [top[at] for top in tops])
    for number, label in enumerate(of.rows):
        cells = [*of.flows[number], *of.demand[number], of.output[number]]
        rows.append([None, *labels(*label), *[blank if it == 0 else float(it) for it in cells]])
    rest = [blank] * (len(of.columns) + 1)
    for code, share in totals.items():
        values = {"x": of.output, "Z": of.flows.sum(axis=0)}.get(share)
        values = of.inputs * share if values is None else values
        rows.append([None, *labels("TOT", code), *map(float, values), *rest])
    rows.append(["Source: invented."])
    return rows


def adb_rows(of, year, *, above=0, prices="current prices"):
    text = ["Multiregional Input-Output Table " + str(year),
            f"{len(of.places)} economies, at {prices} (industry by industry)",
            "In millions of US$", None, *[None] * above]  # fmt: skip
    totals = {"r60": "Z", "r99": 0.1, "r61": 0.0, "r62": 0.0, "r63": 0.0, "r64": 0.85,
              "trs": 0.05, "r69": "x"}  # fmt: skip
    return sheet_rows(of, ADB, text, totals=totals)


def wiod_2013_rows(of, year):
    text = [f"Intercountry Input-Output Table for {year}", "current prices",
            "(industry-by-industry)", "(millions of US$)", None, None]  # fmt: skip
    totals = {"r60": "Z", "r99": 0.1, "r64": 0.85, "r65": 0.05, "r69": "x"}
    header = ("number", "name", "region", "code")
    return sheet_rows(of, RELEASE_2013, text, totals=totals, header=header)


def wiod_2016_rows(of):
    totals = {"II_fob": "Z", "TXSP": 0.1, "EXP_adj": 0.0, "VA": 0.85, "IntTTM": 0.05, "GO": "x"}
    header = ("code", "name", "region", "number")
    return sheet_rows(of, RELEASE_2016, [], totals=totals, header=header, blank=0.0)


def write_workbook(path, rows, *, legend=()):
    book = openpyxl.Workbook()
    if legend:
        book.active.title = "Legend"
        for row in legend:
            book.active.append(row)
        book.create_sheet("Table")
    for row in rows:
        book.worksheets[-1].append(row)
    book.save(path)


def write_binary_workbook(path, rows):
    """Write the parts of an .xlsb that hold cells: texts shared, numbers as doubles."""
    texts, sheet = {}, bytearray()
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", number) + bytes(13))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(cell, str):
                sheet += record(7, place + struct.pack("<I", texts.setdefault(cell, len(texts))))
            elif cell is not None and float(cell).is_integer() and abs(cell) < 1 << 28:
                sheet += record(2, place + struct.pack("<i", int(cell) << 2 | 2))
            elif cell is not None:
                sheet += record(5, place + struct.pack("<d", cell))
    shared = b"".join(
        record(19, b"\0" + struct.pack("<I", len(it)) + it.encode("utf-16-le")) for it in texts
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.bin", record(129, b"") + bytes(sheet))
        packed.writestr("xl/sharedStrings.bin", shared)


def record(kind, body):
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(body)
    while True:
        left, part = left >> 7, left & 0x7F
        size += bytes([part | (0x80 if left else 0)])
        if not left:
            return head + size + body
