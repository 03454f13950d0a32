"""Writes the corpus to a folder: ``python -m tests.reading.corpus FOLDER``."""

import sys
from pathlib import Path

from tests.reading.corpus.all import every_case
from tests.reading.corpus.mutate import mutations


def main(folder: Path) -> None:
    """Every case under its group, every mutation under mutations/."""
    for case in every_case():
        _write(folder / case.key.split("/")[0] / case.name, case.make())
    for name, data in mutations():
        _write(folder / "mutations" / name, data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
