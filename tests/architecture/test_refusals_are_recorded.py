import ast

from tests.architecture.sources import modules, short

# Where a refusal may be caught: the edges, which keep it.
EDGES = {
    "audit/services/entries.py",  # sweeps and commands
    "outbox/services/gates.py",  # says what each gate says; whoever acts asks again
    "outbox/services/sending.py",  # holds the intent, by an entry of its own
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
