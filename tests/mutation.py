"""Mutants of a source: one slip each, made from its syntax tree, to see whether any test notices.

Slips are those programmers make: a comparison turned or one off, an operator swapped, `and` for `or`, a condition the
wrong way round, another number, a lost argument, a lost statement, a lost exception handler, None in place of a result.
Left alone: texts (whether a sentence reads well is not for a test), annotations, decorators, imports, and whatever can
only end in a NameError, which says nothing about a test.
"""

import ast
import copy
import itertools
import textwrap
from dataclasses import dataclass

TURNED = {
    ast.Lt: (ast.GtE, ast.LtE), ast.LtE: (ast.Gt, ast.Lt), ast.Gt: (ast.LtE, ast.GtE), ast.GtE: (ast.Lt, ast.Gt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
SWAPPED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
LEFT_ALONE = ("_", "N_", "ngettext", "dataclass")  # calls: what a learner reads, and how a class is made
COMPOUND = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True)
class Mutant:
    """One slip: where it is made, what stands there before and after, and the whole source with it.

    It is known again in another version of the source by what it says, not by its line.
    """

    scope: str  # qualified name of the function, class or module-level variable
    within: str  # the innermost statement, lambda or named argument around it, a compound statement without its body
    kind: str
    before: str
    after: str
    occurrence: int  # among those alike in all of the above
    line: int
    source: str

    def __str__(self):
        around = "" if self.before in (self.within, "") else f" in {textwrap.shorten(self.within, 100)}"
        again = f" ({self.occurrence + 1})" if self.occurrence else ""
        return f"{self.scope or 'module'}: {self.kind}: {self.before} -> {self.after}{around}{again}"


def mutants(source):
    """All mutants of a source, in the order in which they stand there."""
    text = source.encode("utf-8")  # in which the columns of a syntax tree are counted
    starts = list(itertools.accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    found, seen = [], {}
    for node, scope, within in _nodes(ast.parse(source)):
        for kind, (first, last), before, after in _slips(node):
            start = starts[first.lineno - 1] + first.col_offset
            end = starts[last.end_lineno - 1] + last.end_col_offset
            mutated = text[:start] + (f"({after})" if isinstance(first, ast.expr) else after).encode() + text[end:]
            what = (scope, within, kind, before, after)
            found.append(Mutant(*what, seen.setdefault(what, 0), first.lineno, mutated.decode("utf-8")))
            seen[what] += 1
    return found


def _nodes(node, scope="", within=""):
    """(node, scope, within) of every node in which slips are made."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        scope = f"{scope}.{node.name}" if scope else node.name
    elif isinstance(node, ast.Assign) and not scope:
        scope = ast.unparse(node.targets[0])
    if isinstance(node, (ast.stmt, ast.Lambda, ast.keyword)):
        within = _head(node)
    yield node, scope, within
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield from _nodes(child, scope, within)


def _is_left_alone(node):
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr():  # what stands in an f-string has no place of its own
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in LEFT_ALONE
        case ast.keyword(arg="strict") | ast.Raise(exc=ast.Name(id="NotImplementedError")):  # no call comes here
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return False


def _head(node):
    """The code of a statement, a compound one without what is indented below it."""
    node = copy.copy(node)
    for name in COMPOUND:
        if isinstance(getattr(node, name, None), list):
            setattr(node, name, [ast.Pass()] if name == "body" else [])
    return ast.unparse(ast.Expr(node) if isinstance(node, ast.expr) else node)


def _slips(node):
    """(kind, first and last node that are replaced, code before, code after) of every slip in one node."""

    def slip(kind, old, new):
        return kind, (old, old), ast.unparse(old), new if isinstance(new, str) else ast.unparse(new)

    def other(**fields):
        changed = copy.copy(node)
        vars(changed).update(fields)
        return changed

    match node:
        case ast.Compare(ops=[operator]):
            for turned, kind in zip(TURNED[type(operator)], ("comparison turned", "bound"), strict=False):
                yield slip(kind, node, other(ops=[turned()]))
        case ast.BoolOp():
            yield slip("and, or", node, other(op=SWAPPED[type(node.op)]()))
        case ast.BinOp() if type(node.op) in SWAPPED and not _is_text(node):
            yield slip("operator", node, other(op=SWAPPED[type(node.op)]()))
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield slip("sign", node, node.operand)
        case ast.Constant(value=bool()):
            yield slip("constant", node, str(not node.value))
        case ast.Constant(value=int() | float()):
            is_small = isinstance(node.value, int) and abs(node.value) < 10
            yield slip("constant", node, repr(node.value + 1 if is_small else 10 * node.value or 1.0))
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield slip("result", value, "None")
        case ast.Call():
            for keyword in node.keywords:
                if keyword.arg and keyword.arg != "strict":
                    yield slip("argument", node, other(keywords=[one for one in node.keywords if one is not keyword]))
            if len(node.args) > 1 and not isinstance(node.args[-1], ast.Starred):
                yield slip("argument", node, other(args=node.args[:-1]))
            if isinstance(node.func, ast.Name) and node.func.id == "range":
                yield from (slip("one off", end, f"{ast.unparse(end)} + 1") for end in node.args if _counts(end))
        case ast.Slice():
            for end in (node.lower, node.upper):
                if end is not None and _counts(end):
                    yield slip("one off", end, f"{ast.unparse(end)} + 1")
        case ast.With(items=[_, _, *_]):
            contexts = [item.context_expr for item in node.items if item.optional_vars is None]
            for lost in contexts if len(contexts) == len(node.items) else ():
                rest = ", ".join(ast.unparse(one) for one in contexts if one is not lost)
                yield "lost context", (contexts[0], contexts[-1]), ast.unparse(lost), rest
        case ast.Try(handlers=[_, _, *_]):
            for handler in node.handlers:
                yield slip("lost handler", handler, "")
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            yield slip("lost statement", node, "pass")
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield slip("lost statement", node, "pass")
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            conditions = [test]
        case ast.comprehension():
            conditions = node.ifs
        case _:
            conditions = []
    for condition in conditions:
        if not isinstance(condition, ast.UnaryOp | ast.Compare):  # their own slips turn these round
            yield slip("condition", condition, f"not ({ast.unparse(condition)})")


def _is_text(node):
    """True for a sum in which a text stands."""
    if isinstance(node, ast.BinOp):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _counts(node):
    return not isinstance(node, (ast.Constant, ast.UnaryOp))
