"""Judge one answer inside a student's kernel, by a check imported afresh from the course.

tools/mark_run.py sends this file as text: nothing that a student's cells did to `utils` or `checks.results` counts.
"""


def judge(course, module, check, answer):
    """Return JSON of [status, the line that the check prints].

    course: folder of the course; module: where the check is, such as "utils.checks"; check: "check_softmax"
    answer: function without arguments that gives the student's answer
    """
    import contextlib
    import importlib
    import io
    import json
    import sys

    def take_out():
        names = [name for name in sys.modules if name.partition(".")[0] == "utils"]
        return {name: sys.modules.pop(name) for name in names}

    students, path, said = take_out(), list(sys.path), io.StringIO()
    try:
        sys.path.insert(0, course)
        exercise = getattr(importlib.import_module(module), check)
        with contextlib.redirect_stdout(said):
            exercise(answer())
        results = importlib.import_module("utils.checks.exercise").results
        return json.dumps([results[exercise.name], said.getvalue().strip()])
    except Exception as error:
        return json.dumps(["error", f"{type(error).__name__}: {error}"])
    finally:
        sys.path[:] = path
        take_out()
        sys.modules.update(students)
