"""What lesson 10 says of its float bench, over all scores of the lab and not only where its slider stands."""

import io
from contextlib import redirect_stdout
from pathlib import Path

import nbformat
import pytest
import torch
from matplotlib.figure import Figure

pytestmark = pytest.mark.slow

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "10_train_with_pytorch.ipynb"
CELLS = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}


@pytest.fixture(scope="module")
def bench():
    """The names of the lab's cells."""
    names, threads = {}, torch.get_num_threads()
    with redirect_stdout(io.StringIO()):
        for cell in ("imports", "floats-limits", "floats-formulas", "floats-states", "floats-show"):
            exec(CELLS[cell], names)
    yield names
    torch.set_num_threads(threads)


def states(bench, formula):
    """((type, case), state of the formula at each score) for all types and cases."""
    row = list(bench["formulas"]).index(formula)
    return [(setting, of_formulas[row]) for setting, of_formulas in bench["states"].items()]


def test_without_an_eps_every_failure_is_loud(bench):
    for formula in ("exp, divide, log", "softmax, log", "log_softmax"):
        assert not any((state == bench["SILENT"]).any() for _, state in states(bench, formula))


def test_log_softmax_is_right_all_along(bench):
    assert all((state == bench["RIGHT"]).all() for _, state in states(bench, "log_softmax"))


def test_the_eps_is_wrong_from_about_14_on(bench):
    silent = {setting: bench["span"][state == bench["SILENT"]]
              for setting, state in states(bench, "softmax, + 1e-9, log")}
    for dtype in ("float32", "float64"):
        assert silent[dtype, "wrong"].min().item() == pytest.approx(14, abs=0.3)
        assert silent[dtype, "wrong"].max() > 799
    assert not len(silent["float16", "wrong"])  # 1e-9 is 0 there


@pytest.mark.parametrize("case", ["wrong", "right", "equal"])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_both_panels_call_the_same_formulas_right(bench, dtype, case):
    """The headline counts at one score what the bands show over all of them."""
    counts = {"all four": 4, "only log_softmax": 1, "2 of the": 2, "3 of the": 3}
    for number in range(0, len(bench["span"]), 7):
        s = bench["span"][number].item()
        facts = bench["show_bench"](*Figure().subplots(1, 2), dtype, case, s)
        held = sum(state[number].item() == bench["RIGHT"] for state in bench["states"][dtype, case])
        said = next(count for words, count in counts.items() if f": {words}" in facts.headline)
        assert said == held, s


def test_log_softmax_needs_a_type_that_holds_the_difference(bench):
    for dtype, far in ((torch.float16, 60_000.0), (torch.float32, 3e38)):
        apart = torch.tensor([[-far, far]], dtype=dtype)
        assert apart.isfinite().all() and torch.log_softmax(apart, dim=1).isinf().any()
        near = apart / 2.5
        assert torch.log_softmax(near, dim=1).isfinite().all()
