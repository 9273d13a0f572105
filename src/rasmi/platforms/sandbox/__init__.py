"""
A small social platform of our own, for demonstrations, training and tests.

`server` runs it as a process of its own on the loopback, `connector` speaks to it as to
any other platform. The two share no code: what one misunderstands the other must show.
"""
