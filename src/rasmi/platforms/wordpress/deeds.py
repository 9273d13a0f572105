"""What is done to comments of a site of WordPress: answered, hidden, shown again."""

from dataclasses import dataclass

from rasmi.platforms.connector import (
    Absent,
    Deed,
    EditConflict,
    Found,
    Invalid,
    NotFound,
    Op,
    OutcomeUnknown,
    PermissionDenied,
    Shown,
    Target,
    Unsure,
)
from rasmi.platforms.http import Answer, NotUnderstood, rows_in
from rasmi.platforms.wordpress.comments import (
    APPROVED,
    FIELDS,
    HELD,
    STATES,
    Comment,
    comment_in,
    number_of,
    plain_number,
    understood,
)
from rasmi.platforms.wordpress.markup import comment
from rasmi.platforms.wordpress.site import Site, is_marked
from rasmi.platforms.wordpress.texts import plain

DUPLICATE = 409  # the same words of the same person in the same place
WANTED = {
    Deed.HIDE: (HELD, Shown.HIDDEN),
    Deed.SHOW: (APPROVED, Shown.VISIBLE),
}
ELSEWHERE = "Under its number the site has another comment."
PUT_AWAY = frozenset(("trash", "post-trashed"))


@dataclass(frozen=True)
class Look:
    """One comment, and the answer that told of it."""

    comment: Comment
    answer: Answer


class Deeds:
    """
    What one person does to the comments of one site.

    A reply bears the mark of its key, which is not shown, as posts do. Readers of the
    source may copy it: so it counts in comments of one's own alone.
    """

    def __init__(self, site: Site) -> None:
        self._site = site

    def commit(self, op: Op, slug: str) -> Found:
        """
        Do it by one call, after a look at what it is done to.

        :param slug: which the mark of a reply repeats
        :raises ConnectorError: NotFound too if that is no longer there, Invalid if it
            is hidden and a reply to it would be so too
        """
        target = _target(op)
        seen = self._standing(target)
        if op.deed == Deed.REPLY:
            if STATES.get(seen.comment.status) != Shown.VISIBLE:
                # A site takes it, and shows it on no page.
                words = f"What it answers is kept as «{seen.comment.status}»."
                raise Invalid(words, status=seen.answer.status)
            return self._reply(op, target, slug)
        status, shown = WANTED[op.deed]
        if STATES.get(seen.comment.status) == shown:
            return _found(seen)
        answer = self._site.change(
            f"wp/v2/comments/{seen.comment.number}",
            {"status": status},
            {"_fields": FIELDS},
            lost=OutcomeUnknown,
        )
        done = _done(answer)
        if done.comment.number != seen.comment.number:
            raise OutcomeUnknown("It speaks of another comment.", status=answer.status)
        # WordPress takes a status that it does not know, and changes nothing.
        _require(done, status)
        return _found(done)

    def _standing(self, target: Target) -> Look:
        """
        What somebody said, if it is there.

        :raises NotFound: if it is deleted, or its post is
        :raises EditConflict: if its number names a comment elsewhere, as it may after a
            restore of the site
        """
        seen = self._look(number_of(target.remote_id))
        if seen is None:
            raise NotFound("The comment is gone from the site.", status=404)
        if seen.comment.status in PUT_AWAY:
            words = f"The site keeps it as «{seen.comment.status}»."
            raise NotFound(words, status=seen.answer.status)
        if seen.comment.post != plain_number(target.thread):
            raise EditConflict(ELSEWHERE)
        return seen

    def _look(self, number: int) -> Look | None:
        answer = self._site.comment(number, {"_fields": FIELDS})
        if answer is None:
            return None
        return Look(understood(answer, lambda: comment_in(answer.body)), answer)

    def _reply(self, op: Op, target: Target, slug: str) -> Found:
        content = {
            "post": plain_number(target.thread),
            "parent": number_of(target.remote_id),
            "content": comment(op.text, slug=slug),
        }
        query = {"_fields": f"{FIELDS},content"}
        try:
            answer = self._site.change(
                "wp/v2/comments", content, query, lost=OutcomeUnknown
            )
        except Invalid as error:
            # Our key is in it: if anything says the same, that is this reply itself.
            said = self._said(op, slug) if error.status == DUPLICATE else None
            if isinstance(said, Found):
                return said
            if isinstance(said, Unsure):
                raise PermissionDenied(said.why, status=DUPLICATE) from error
            raise
        done = _done(answer)
        if (done.comment.post, done.comment.parent) != (
            content["post"],
            content["parent"],
        ):
            raise OutcomeUnknown("It stands somewhere else.", status=answer.status)
        _require(done, APPROVED)
        return _found(done, op)

    def reconcile(self, op: Op, slug: str) -> Found | Absent | Unsure:
        """
        Look whether it was done.

        :raises ConnectorError: if the site could not be asked
        """
        if op.deed == Deed.REPLY:
            return self._said(op, slug)
        target = _target(op)
        seen = self._look(number_of(target.remote_id))
        if seen and seen.comment.post != plain_number(target.thread):
            return Unsure(ELSEWHERE)
        is_so = seen and STATES.get(seen.comment.status) == WANTED[op.deed][1]
        is_there = seen and seen.comment.status not in PUT_AWAY
        return _found(seen) if seen and is_so and is_there else Absent(is_certain=True)

    def _said(self, op: Op, slug: str) -> Found | Absent | Unsure:
        """
        The reply with our mark.

        One that was deleted for good, or out of which somebody took the mark, cannot be
        told from one that was never sent.
        """
        me = self._site.reader()
        asked = {"search": slug, "author": str(me.number), "status": "any"}
        answer = self._site.get("wp/v2/comments", asked | me.query)
        rows = understood(answer, lambda: rows_in({"all": answer.body}, "all"))
        found = understood(answer, lambda: [comment_in(each) for each in rows])
        found = [each for each in found if each.author == me.number]
        ours = [each for each in found if is_marked(each.html, slug)]
        public = [each for each in ours if each.status == APPROVED]
        if len(public) > 1:
            return Unsure("The site shows more than one.")
        if public:
            return _found(Look(public[0], answer), op)
        if ours:
            return Unsure(f"The site keeps it as «{ours[0].status}».")
        if found:
            return Unsure("A comment of ours has its key in it, but not its mark.")
        return Absent(is_certain=True)


def _target(op: Op) -> Target:
    if op.target is None:
        raise Invalid("It says nothing of what it is about.")
    return op.target


def _done(answer: Answer) -> Look:
    """What a good answer to a visible call shows, or nobody knows what was done."""
    try:
        return Look(comment_in(answer.body), answer)
    except NotUnderstood as error:
        raise OutcomeUnknown(str(error), status=answer.status) from error


def _require(done: Look, status: str) -> None:
    """:raises PermissionDenied: if the site keeps it in another state than was asked"""
    if done.comment.status != status:
        words = f"The site keeps it as «{done.comment.status}»."
        raise PermissionDenied(words, status=done.answer.status)


def _found(seen: Look, op: Op | None = None) -> Found:
    """:param op: the reply that was sent"""
    evidence: dict[str, object] = {
        "status": seen.answer.status,
        "body": {each: seen.comment.row.get(each) for each in FIELDS.split(",")},
        "request_sha256": seen.answer.request_sha256,
    }
    if op:
        kept = plain(seen.comment.html, is_raw=seen.comment.form == "raw").split()
        is_altered = kept != plain(comment(op.text), is_raw=True).split()
        evidence |= {"altered": is_altered, "differs": ["content"] * is_altered}
    return Found(seen.comment.remote_id, seen.comment.url, evidence)
