"""Write docs/lab.png, the picture of a lab in README.md: the card that lesson 06 stores for its loss microscope.

    python -m tools.picture
"""

import base64
from pathlib import Path

from tools.refresh import NOTEBOOKS, read_notebook

LESSON, CELL = "06_measure_surprise.ipynb", "microscope-lab"
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "lab.png"


def stored_card():
    """Return the PNG (bytes) that the lesson stores for the lab."""
    cell = next(cell for cell in read_notebook(NOTEBOOKS / LESSON).cells if cell.id == CELL)
    return base64.b64decode(cell.outputs[0].data["image/png"])


if __name__ == "__main__":
    PICTURE.write_bytes(stored_card())
