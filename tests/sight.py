"""What a reader gets of a colour: contrast (WCAG 2.2), a dark page, an opacity, a colour-vision deficiency.

Colours are hex or any other colour of matplotlib; an opacity in a hex counts only where a ground is named.
"""

import re
import warnings
from pathlib import Path

import numpy as np
from matplotlib.colors import to_hex, to_rgba

from utils.labs.widgets import CSS

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
FILTER = re.search(r"filter: invert\(([\d.]+)\) hue-rotate\((\d+)deg\)", CSS)


def rgb(color):
    """(3,) red, green, blue of sRGB, 0 to 1."""
    return np.array(to_rgba(color)[:3])


def linear(color):
    """(3,) linear light."""
    share = rgb(color)
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(color, other):
    """WCAG's contrast ratio of two opaque colours, 1 to 21."""
    dark, light = sorted(linear(one) @ LUMINANCE for one in (color, other))
    return (light + 0.05) / (dark + 0.05)


def over(ink, ground, opacity=1.0):
    """The opaque colour that an ink, see-through by its own alpha and an `opacity`, leaves on a ground."""
    alpha = to_rgba(ink)[3] * opacity
    return to_hex(alpha * rgb(ink) + (1 - alpha) * rgb(ground))


def on_dark_page(color):
    """The colour that the filter of a lab's pictures makes of an opaque colour (CSS Filter Effects, in sRGB)."""
    inverted, turn = float(FILTER[1]), np.radians(float(FILTER[2]))
    grey = np.tile([0.213, 0.715, 0.072], (3, 1))
    sideways = [[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]]
    turned = grey + np.cos(turn) * (np.eye(3) - grey) + np.sin(turn) * np.array(sideways)
    return to_hex(np.clip(turned @ (inverted + (1 - 2 * inverted) * rgb(color)), 0, 1))


PAGES = {"light": to_hex, "dark": on_dark_page}  # what becomes of a picture's colour on a page of JupyterLab


def contrasts(ink, ground):
    """Contrast of an ink on an opaque ground of a picture, by page."""
    return {page: contrast(shown(over(ink, ground)), shown(ground)) for page, shown in PAGES.items()}


# --- pages of JupyterLab ----------------------------------------------------------------------------------------------


def theme(name, share):
    """The CSS variables of a JupyterLab theme and of ipywidgets. name: "light", "dark"; share: share/jupyter"""
    root = (Path(share) / f"lab/themes/@jupyterlab/theme-{name}-extension/index.css").read_text(encoding="utf-8")
    widgets = Path(share) / "labextensions/@jupyter-widgets/jupyterlab-manager/static"
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(widgets.glob("*.js")))
    found = re.findall(r"(--jp-widgets-[a-z-]+):\s*([^;]+);", scripts)
    return dict(found) | dict(re.findall(r"(--jp-[a-z0-9-]+):([^;}]+)[;}]", root)) | own(name)


def own(name):
    """The CSS variables that the course's displays bring along for a theme of JupyterLab."""
    anywhere, dark = (
        dict(re.findall(r"(--course-[a-z-]+):\s*([^;]+);", rule))
        for start in (r"\.course-lab", r'\[data-jp-theme-light="false"\] :is\(\.course-lab')
        for rule in re.findall(rf"^{start}[^{{]*\{{([^}}]*)\}}", CSS, re.MULTILINE)
        if "--course" in rule
    )
    return anywhere if name == "light" else anywhere | dark


def resolve(value, variables):
    """A CSS colour as hex with alpha, its variables replaced, by their fallback where there is none."""
    while found := re.search(r"var\((--[\w-]+)(?:,\s*([^()]+|[^()]*\([^()]*\)[^()]*))?\)", value):
        value = value.replace(found[0], variables.get(found[1]) or found[2])
    if numbers := re.fullmatch(r"rgba\((.+)\)", value.strip()):
        red, green, blue, alpha = map(float, numbers[1].split(","))
        return to_hex((red / 255, green / 255, blue / 255, alpha), keep_alpha=True)
    return to_hex(value.strip(), keep_alpha=True)


def declared(css, selector, name):
    """The value of the last declaration of `name` in a rule one of whose selectors ends with `selector`, or None."""
    values = [
        found[1].strip()
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css)
        if any(one.strip().endswith(selector) for one in selectors.split(","))
        and (found := re.search(rf"(?:^|[;\s]){name}:([^;]+)", body))
    ]
    return values[-1] if values else None


# --- colour-vision deficiency -----------------------------------------------------------------------------------------

SIGHTS = ("normal", "Protanomaly", "Deuteranomaly", "Tritanomaly", "greyscale")


def seen(color, sight):
    """(3,) linear light of a colour as a reader gets it; the anomalies at severity 1: as good as without the cone."""
    from colour.blindness import matrix_cvd_Machado2009  # takes its seconds to import

    if sight == "normal":
        return linear(color)
    if sight == "greyscale":
        return np.full(3, linear(color) @ LUMINANCE)
    with warnings.catch_warnings(action="ignore"):  # its tritan matrix is an approximation, as the paper says
        return np.clip(matrix_cvd_Machado2009(sight, 1.0) @ linear(color), 0, 1)


def difference(color, other, sight="normal"):
    """CIEDE2000 of two colours as seen with a sight; 1 is just noticeable side by side."""
    from colour.difference import delta_E_CIE2000
    from colour.models import RGB_COLOURSPACE_sRGB, XYZ_to_Lab

    xyz = [RGB_COLOURSPACE_sRGB.matrix_RGB_to_XYZ @ seen(one, sight) for one in (color, other)]
    return float(delta_E_CIE2000(*(XYZ_to_Lab(one, RGB_COLOURSPACE_sRGB.whitepoint) for one in xyz)))
