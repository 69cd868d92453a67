"""What the failures of pip, uv and venv mean, in words that say what was seen and what to do.

Standard library only: it runs before anything is installed.
"""

import platform
import re
import shutil
from gettext import gettext as _

from tools.settings import ROOT

GIGABYTES = 2  # a CPU environment with its temporary files (1.4 measured) and the data (0.2)


class Stop(SystemExit):
    """The end of the program, in one message for whoever typed the command."""


def free_gigabytes():
    """What is free on the course's disk."""
    return shutil.disk_usage(ROOT).free / 1e9


def last_lines(output, count):
    """The end of what a program has printed."""
    return "\n".join(output.strip().splitlines()[-count:])


def disk_full():
    """The words for a disk without room for the course."""
    return _("The disk is full: {folder} has {free:.1f} GB free, the course needs about {need} GB. "
             "Make room and run this command again.").format(folder=ROOT, free=free_gigabytes(), need=GIGABYTES)


def explain(output, what, folder, python):
    """What went wrong, in words, in a program that printed `output`; None for what nobody has thought of.

    The programs' exit codes do not tell these failures apart; the first pattern that is found wins.
    what: should have been downloaded; folder: of the environment; python: its version
    """

    def shows(pattern):
        return re.search(pattern, output, re.IGNORECASE)

    if found := shows("contains the PATH separator (?P<sign>[:;])"):
        return _("No environment can be made in {folder}: rename the folder that has a {sign} in its name.").format(
            folder=folder, sign=found["sign"])
    if shows("No module named pip"):
        return _("There is no pip in the environment {folder}. "
                 "Install it (conda: conda install pip) and run this again.").format(folder=folder)
    if shows("Dis[ck] quota exceeded|os error 122"):
        return _("Your share of the disk (quota) is used up, however much room the disk has: the course needs about "
                 "{need} GB. Delete files of yours or ask for more, and run this command again."
                 ).format(need=GIGABYTES)
    if shows("CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer"):
        return _("{what} could not be downloaded: the certificate that came back is not one that this computer trusts. "
                 "A school's or company's network that reads along sends one of its own: ask for that file, set "
                 "PIP_CERT and SSL_CERT_FILE to where it is, and run this command again. Elsewhere, check the "
                 "computer's date.").format(what=what)
    if shows("No space left on device|Errno 28|os error 28|WinError 112|not enough space"):
        return disk_full()
    if shows("Missing dependencies for SOCKS"):
        return _("pip cannot use a SOCKS proxy: unset ALL_PROXY, or set HTTPS_PROXY to an http:// one. "
                 "Then try again.")
    if shows("connection broken|Failed to establish|NameResolution|name resolution|getaddrinfo|dns error|"
             "Connection refused|Network is unreachable|ProxyError|timed out|ConnectTimeout"):
        return _("No network: {what} could not be downloaded. Connect to the internet "
                 "(behind a proxy: set HTTPS_PROXY) and run this command again.").format(what=what)
    if found := shows(r"No matching distribution found for (?P<package>[^\s;]+)"):  # for whatever reason
        return _("pip found no {package} for Python {python} on {system} {machine}. For Python 3.11 to 3.14 on 64-bit "
                 "Linux, Windows or a Mac with an Apple processor there is one: check the network and pip's settings "
                 "(`pip config list`), then run this command again. Elsewhere use conda with environment.yml.").format(
            package=found["package"], python=python, system=platform.system(), machine=platform.machine())
    return None
