"""Stands in for Colab's package of this name; only on the path of kernels in the emulation of Colab."""

__path__ = __import__("pkgutil").extend_path(__path__, __name__)
