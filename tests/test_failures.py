"""What pip, uv and venv print when they fail, in words."""

import os
import subprocess
import sys

import pytest

from tools.failures import explain

TOLD = [
    ("No network: it could not", "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError('"),
    ("No network", "error: Failed to fetch: `https://x`\n  Caused by: dns error: failed to lookup address"),
    ("No network", "socket.gaierror: [Errno -3] Temporary failure in name resolution"),
    ("No network", "HTTPSConnectionPool(host='files', port=443): Read timed out."),
    ("No network", "WARNING: connection broken by X\nERROR: No matching distribution found for torch==2.13.0"),
    ("The disk is full", "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"),
    ("(quota)", "ERROR: Could not install packages due to an OSError: [Errno 122] Disk quota exceeded: '/x'"),
    ("(quota)", "OSError: [Errno 69] Disc quota exceeded"),
    ("(quota)", "error: failed to write to file `x`: Disk quota exceeded (os error 122)"),
    ("certificate", "WARNING: Retrying after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: "
     "CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in certificate chain"),
    ("certificate", "error: Failed to fetch: `https://x`\n  Caused by: invalid peer certificate: UnknownIssuer"),
    ("no torch==2.13.0 for", "ERROR: Could not find it\nERROR: No matching distribution found for torch==2.13.0"),
    ("SOCKS", "ERROR: Could not install packages due to an OSError: Missing dependencies for SOCKS support."),
    ("no pip in the environment /venv", "/usr/bin/python: No module named pip"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "output"), TOLD)
def test_failures_are_told_in_words(words, output):
    said = explain(output, "it", "/venv", "3.12")
    assert words in said and "{" not in said and len(said.splitlines()) == 1
    assert output.splitlines()[-1] not in said


def test_what_nobody_thought_of_is_not_explained():
    assert explain("ERROR: something else", "it", "/venv", "3.12") is None


def test_what_pip_does_not_find_is_named_and_no_cause_is_claimed(machine):
    """pip says the same of a machine without builds, of an index that is no index and of one that is never asked."""
    none = "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6 (from versions: none)\n"
    said = explain(none + "ERROR: No matching distribution found for numpy==2.4.6\n\nnotice", "it", "/venv", "3.12")
    assert "no numpy==2.4.6 for Python 3.12 on Linux x86_64" in said
    assert "network" in said and "pip config list" in said and "conda" in said and "There is no build" not in said


@pytest.mark.skipif(os.name == "nt", reason="a folder's name holds no colon there")
def test_a_folder_in_which_no_environment_can_be_is_to_be_renamed(tmp_path):
    folder = tmp_path / "week 1:2" / ".venv"
    ran = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    said = explain(ran.stdout + ran.stderr, "x", folder, "3.12")
    assert f"{folder}: rename the folder that has a : in its name" in said
