"""
Sites that run WordPress, spoken to through its REST interface.

`markup` writes a text as a post or a comment, `site` makes the calls, `answers` and
`comments` read what comes of them, `texts` what strangers wrote. `hearing` follows what
the public says, `deeds` answers and hides it; `connector` decides.
"""
