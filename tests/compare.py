"""Compare stored outputs with fresh ones: words exactly, measured numbers within a tolerance, pictures by structure."""

import base64
import io
import re

import imagehash
import numpy as np
from PIL import Image
from scipy.ndimage import distance_transform_edt

from tools.notebooks import WIDGET_VIEW

NUMBER = re.compile(r"(?<![\w.])[-+\u2212]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+]?\d+)?")
HASH_SIZE = 16
FARTHEST = 12  # of 256 bits; a missing line moves 28
INK = 60  # of 255: how far a pixel is from the background to count as drawn
REACH = 24  # pixels: another matplotlib sets text wider and lines of text closer, up to 20 pixels on a card
STRAY = 0.01  # share of the ink; the same card on another matplotlib has 0, a missing line 0.1


def compare_cells(stored, fresh, tolerances=()):
    """Return how the texts of two runs of a cell differ, a sentence each.

    stored, fresh: code cells; pictures and widgets are left aside, as nbval does
    tolerances: see `compare_texts`; an empty sequence compares every number exactly
    """
    before, after = texts_by_kind(stored.outputs), texts_by_kind(fresh.outputs)
    if before.keys() != after.keys():
        return [f"stores {', '.join(sorted(before)) or 'nothing'}; now gives {', '.join(sorted(after)) or 'nothing'}"]
    problems = []
    for kind in before:
        if len(before[kind]) != len(after[kind]):
            problems.append(f"stores {len(before[kind])} outputs of {kind}; now gives {len(after[kind])}")
        for one, other in zip(before[kind], after[kind], strict=False):
            problems += compare_texts(one, other, tolerances)
    return problems


def texts_by_kind(outputs):
    """Return kind -> list of texts; display_data and execute_result count alike, neighbouring prints are one text."""
    texts = {}
    for output in outputs:
        if output.output_type == "stream":
            texts.setdefault(output.name, [""])[0] += output.text
        elif output.output_type == "error":
            texts.setdefault("error", []).append(f"{output.ename}: {output.evalue}")
        else:
            for mime, value in output.data.items():
                if mime != WIDGET_VIEW and not mime.startswith("image/"):
                    texts.setdefault(mime, []).append(str(value))
    return texts


def compare_texts(stored, fresh, tolerances=()):
    """Return how two texts differ, a sentence each.

    tolerances: list of {words, rtol, atol}. The first whose `words` stand between the number before and the number
    itself is used; one without `words` fits every number. Only measured numbers (with a decimal point, an exponent or
    a % sign) have a tolerance: whole numbers and words are compared exactly.
    """
    before, after = list(tokens(stored)), list(tokens(fresh))
    if [kind for _, kind, _ in before] != [kind for _, kind, _ in after]:
        return [f"stores {stored.strip()!r}; now gives {fresh.strip()!r}"]
    problems = []
    for (label, kind, one), (_, _, other) in zip(before, after, strict=True):
        if one == other:
            continue
        if kind != "measured" or not close(one, other, label, tolerances):
            problems.append(f"{label.strip()[-40:]!r}: stores {one}, now gives {other}")
    return problems


def tokens(text):
    """Yield (label, kind, token): the words and numbers of a text, each number with the words that lead to it."""
    end = 0
    for match in NUMBER.finditer(text):
        label = text[end : match.start()]
        for word in label.split():
            yield label, "word", word
        measured = re.search(r"[.eE]", match.group(0)) or re.match(r"\s?%", text[match.end() :])
        yield label, "measured" if measured else "whole", match.group(0)
        end = match.end()
    for word in text[end:].split():
        yield text[end:], "word", word


def close(one, other, label, tolerances):
    """True when two measured numbers agree within the tolerance that fits their label."""
    for tolerance in tolerances:
        if tolerance.get("words", "").lower() in label.lower():
            one, other = value(one), value(other)
            return abs(one - other) <= tolerance.get("atol", 0) + tolerance.get("rtol", 0) * abs(one)
    return False


def value(token):
    """Return the number that a token writes."""
    return float(token.replace("\u2212", "-").replace(",", ""))


def compare_pictures(stored, fresh, by_ink=False):
    """Return how the pictures of two runs of a cell differ in structure, a sentence each.

    by_ink: compare only where there is ink, since each matplotlib sets text a little differently
    """
    before, after = pictures(stored.outputs), pictures(fresh.outputs)
    if len(before) != len(after):
        return [f"stores {len(before)} pictures; now draws {len(after)}"]
    problems = []
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        if not by_ink and (distance := picture_distance(one, other)) > FARTHEST:
            problems.append(f"picture {number} is {distance} of {HASH_SIZE**2} bits away from the stored one")
        if (stray := stray_ink(one, other)) > STRAY:
            problems.append(f"picture {number}: {stray:.0%} of the ink has no counterpart within {REACH} pixels")
    return problems


def pictures(outputs):
    """Return the PNGs of some outputs as bytes."""
    return [base64.b64decode(output.data["image/png"]) for output in outputs if "image/png" in output.get("data", {})]


def picture_distance(one, other):
    """Return how many bits of two pictures' perceptual hashes differ."""
    hashes = [imagehash.phash(Image.open(io.BytesIO(content)), hash_size=HASH_SIZE) for content in (one, other)]
    return hashes[0] - hashes[1]


def stray_ink(one, other):
    """Return the share of drawn pixels of either picture that have none of the other nearby, the larger of the two."""
    inks = [ink(content) for content in (one, other)]
    size = np.max([mask.shape for mask in inks], axis=0)
    inks = [np.pad(mask, [(0, full - part) for full, part in zip(size, mask.shape, strict=True)]) for mask in inks]
    shares = []
    for mask, counterpart in (inks, reversed(inks)):
        far = distance_transform_edt(~counterpart) > REACH if counterpart.any() else np.ones_like(mask)
        shares.append(far[mask].mean() if mask.any() else 0.0)
    return max(shares)


def ink(content):
    """Return where a picture is drawn on: pixels unlike its top left corner, as a boolean array."""
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=int)
    return np.abs(pixels - pixels[0, 0]).max(axis=2) > INK
