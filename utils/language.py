"""The sentences a learner sees, in the learner's language; they stand in English where they are said.

    _("There is no split {split!r}.").format(split=split)    a sentence, looked up as it is said
    N_("you divide by the sum of the whole table")           one that is stored now and said later: _(stored)
    ngettext("{n} row", "{n} rows", n).format(n=n)           one that counts: languages have their own plurals

Named places, filled by `.format` after the look-up, so that a translator may move them; never an f-string inside.
Source: gettext, of the standard library; `_`, `N_` and `ngettext` are the names its tools look for.
"""

import gettext
import os
from pathlib import Path

CATALOGUES = Path(__file__).parent / "locale"
_LANGUAGE = os.environ.get("COURSE_LANGUAGE", "en")
_catalogue = gettext.translation("utils", CATALOGUES, [_LANGUAGE], fallback=True)  # English needs none


def _(sentence):
    """`sentence` in the learner's language."""
    return _catalogue.gettext(sentence)


def ngettext(singular, plural, n):
    """The form of a sentence for `n` things, in the learner's language."""
    return _catalogue.ngettext(singular, plural, n)


def N_(sentence):
    """`sentence` as it is, marked for translation."""
    return sentence
