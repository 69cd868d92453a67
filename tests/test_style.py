"""utils.style: its settings and fonts; its colours are in test_contrast and test_colour_vision."""

import matplotlib

from utils import style


def test_only_installed_fonts_are_named():
    known = {font.name for font in matplotlib.font_manager.fontManager.ttflist}
    assert set(style.installed_fonts()) <= known
    assert "DejaVu Sans" in style.installed_fonts()  # comes with matplotlib


def test_use_sets_the_defaults_of_the_notebook():
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        assert matplotlib.rcParams["axes.spines.top"]
        style.use()
        assert not matplotlib.rcParams["axes.spines.top"]
        assert matplotlib.rcParams["axes.titlelocation"] == "left"
