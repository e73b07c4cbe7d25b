"""Make docs/jupyterlab.png, the picture of JupyterLab in the READMEs: run with `make pictures`;
needs chromium."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOWN = ROOT / ".screenshots" / "03_filing_trends.png"


def main() -> None:
    """Run a notebook in JupyterLab as the tests do, and keep what the browser shows."""
    test = (
        "tests/browser/test_jupyterlab.py"
        "::test_a_notebook_runs_from_top_to_bottom_and_shows_its_charts"
    )
    subprocess.run(
        [sys.executable, "-m", "pytest", f"{test}[{SHOWN.stem}.ipynb]"], cwd=ROOT, check=True
    )
    from PIL import Image

    with Image.open(SHOWN) as picture:
        few = picture.convert("RGB").quantize(128, dither=Image.Dither.NONE)
        few.save(ROOT / "docs" / "jupyterlab.png", optimize=True)


if __name__ == "__main__":
    main()
