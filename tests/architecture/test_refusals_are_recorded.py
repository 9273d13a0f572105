import ast

from rasmi.rules import levers
from tests.architecture.sources import ROOT, modules, short

# Where a refusal may be caught: the edges, which keep it.
EDGES = {
    "audit/services.py",  # sweeps and commands
    "config/commands.py",  # says it on the terminal, after it was kept
    "web/forms.py",  # shows it on its form, and notes it for the middleware
}


def test_refusals_are_caught_at_the_edges_only() -> None:
    catching = {
        short(path)
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and node.type is not None
        and "Refusal" in ast.unparse(node.type)
    }

    assert catching == EDGES


def test_every_lever_has_a_test() -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))

    untested = [lever.name for lever in levers() if f'"{lever.name}"' not in tests]

    assert untested == []
