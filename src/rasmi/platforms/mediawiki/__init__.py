"""
The wikis that run MediaWiki, through its Action API.

Each post becomes a new page under a prefix, made by one edit that makes pages only. A
wiki keeps who made a page, and when, also after it was moved or deleted: so what became
of an edit can be known with certainty.

What the public says stands on the talk pages: each change of one is read as what it
added (`talk`, `said`); an answer, a hiding or its end is one edit there (`threads`).
"""
