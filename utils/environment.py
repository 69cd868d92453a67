"""Which front end and machine this is."""

import importlib.util


def in_colab():
    """True in Google Colab."""
    try:
        return importlib.util.find_spec("google.colab") is not None
    except (ModuleNotFoundError, ValueError):
        return False
