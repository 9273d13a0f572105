"""How each annex is written, line by line, and what is kept of it. No pack, no rows."""
