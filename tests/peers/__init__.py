"""
Real servers that the tests talk to, each on 127.0.0.1; see README.md.
"""
