"""
Sites that run WordPress, spoken to through its REST interface.

`markup` writes a text as a post, `site` makes the calls, `answers` reads what comes of
them, `connector` decides.
"""
