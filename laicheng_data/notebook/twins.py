"""Carries the code of the notebooks from one language to the other: `make notebooks`.

A notebook and its twin have the same cells in the same order, each known by its id. The code is the
same byte for byte, but for the default of the parameter `language`; the prose is each one's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from laicheng_data.paths import PROJECT_DIR
from laicheng_data.storage import write_whole
from laicheng_data.words import LANGUAGES

_DEFAULT = 'language: str = "{}"'


def carry(folder: Path, language: str) -> list[Path]:
    """Write the twins of all notebooks in `<folder>/<language>`, and return those that changed.

    Prose that a twin lacks is copied as it is, to be translated.
    """
    changed = {}
    for path in sorted((folder / language).glob("*.ipynb")):
        for other in set(LANGUAGES) - {language}:
            place = folder / other / path.name
            twin = _twin(nbformat.read(path, 4), place, language, other)
            content = (nbformat.writes(twin) + "\n").encode()
            if not place.exists() or place.read_bytes() != content:
                changed[place] = content
    write_whole(changed)
    return list(changed)


def _twin(notebook: NotebookNode, place: Path, language: str, other: str) -> NotebookNode:
    own = nbformat.read(place, 4).cells if place.exists() else []
    prose = {cell.id: cell.source for cell in own if cell.cell_type == "markdown"}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = prose.get(cell.id, cell.source)
        else:
            cell.outputs, cell.execution_count = [], None
            if "parameters" in cell.metadata.get("tags", []):
                cell.source = cell.source.replace(_DEFAULT.format(language), _DEFAULT.format(other))
    return notebook


def main() -> None:
    """Carry the code from the language that is named, or from the first, to the other."""
    [language] = sys.argv[1:] or LANGUAGES[:1]
    for path in carry(PROJECT_DIR / "notebooks", language):
        print(f"written: {path.relative_to(PROJECT_DIR)}")


if __name__ == "__main__":
    main()
