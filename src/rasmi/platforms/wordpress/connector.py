"""How Rasmi speaks on a site of WordPress: as one of its authors."""

import hashlib
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from rasmi.platforms.connector import (
    Absent,
    Account,
    AuthExpired,
    Deed,
    EditConflict,
    Fetched,
    Found,
    Heard,
    Medium,
    NotFound,
    Op,
    OutcomeUnknown,
    Seen,
    Staged,
    Transient,
    Unsure,
)
from rasmi.platforms.http import STAGING, NotUnderstood, number_in, text_in
from rasmi.platforms.wordpress import answers, comments, outcomes
from rasmi.platforms.wordpress.answers import Post
from rasmi.platforms.wordpress.deeds import Deeds
from rasmi.platforms.wordpress.hearing import Hearing
from rasmi.platforms.wordpress.markup import NOT_PUBLISHED, Page, Picture, page
from rasmi.platforms.wordpress.site import Site, is_marked, names_of

RIGHTS = ("edit_posts", "publish_posts", "upload_files")
POST = "post"  # beside the digests of pictures, in what was staged
FILE_ENDINGS = {
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}


class WordPressConnector:
    """
    One author of one site, who signs in with an application password.

    A post is made as a draft under a name of ours, with its pictures hung on it: the
    public sees neither. One call publishes it, and says all of its text again. A mark
    at its end, which is not shown, repeats the name: of a post that bears neither
    nobody can say that it is ours, whatever its number.

    `settle` covers a script of the site that goes on after we are gone.
    """

    settle: ClassVar[timedelta] = timedelta(minutes=1)
    notes_hidden: ClassVar[bool] = False  # what is held is shown to nobody

    def __init__(self, account: Account) -> None:
        self._site = Site(account)
        self._hearing = Hearing(self._site)
        self._deeds = Deeds(self._site)

    def probe(self) -> Seen:
        """
        Ask who signed in, and with what rights.

        :raises ConnectorError: AuthExpired too if the site takes no such passwords at
            all; NotFound if no WordPress answers at this address
        """
        self._site.begin()
        try:
            answer = self._site.me()
        except AuthExpired as error:
            if self._site.takes_passwords():
                raise
            words = "The site takes no application passwords."
            raise AuthExpired(words, status=error.status) from error
        try:
            login, name = (text_in(answer.body, each) for each in ("username", "name"))
        except NotUnderstood as error:
            raise Transient(str(error), status=answer.status) from error
        held = answer.body.get("capabilities")
        held = held if isinstance(held, dict) else {}
        return Seen(login, name, tuple(each for each in RIGHTS if not held.get(each)))

    def fetch(self, cursor: str) -> Fetched:
        """
        What the public said beneath one's own posts.

        :raises ConnectorError: if the site could not be asked
        """
        self._site.begin()
        return self._hearing.fetch(cursor)

    @staticmethod
    def read(item: Mapping[str, object]) -> Heard:
        """:raises NotUnderstood: if it is no comment of a site"""
        return comments.read(item)

    def stage(self, op: Op) -> Staged:
        """
        Make the draft and hang the pictures on it, unless they are there already.

        Comments have no drafts.

        :raises ConnectorError: EditConflict too if somebody put the draft in the trash
        """
        if op.deed != Deed.POST:
            return {}
        self._site.begin(STAGING)
        number = self._draft(op)
        staged = {POST: str(number)}
        for medium in op.media:
            if medium.digest not in staged:
                staged[medium.digest] = self._picture(op, medium, number)
        return staged

    def _draft(self, op: Op) -> int:
        """
        The number of the draft, made or put in order again.

        What is public already stays as it is: it was said by other hands.
        """
        posts, _ = self._site.posts(slug_of(op))
        kept = [each for each in posts if each.status != "trash"]
        if posts and not kept:
            raise EditConflict("Somebody put the draft in the trash of the site.")
        written = _page(op)
        content = _content(op, written, written.content + NOT_PUBLISHED)
        if not kept:
            return self._site.write(content).number
        post = min(kept, key=lambda each: (not each.is_public, each.number))
        is_ready = (post.status, post.content) == ("draft", content["content"])
        if not (post.is_public or is_ready):
            self._site.write(content, post.number)
        return post.number

    def _picture(self, op: Op, medium: Medium, number: int) -> str:
        uploaded = self._uploaded(op, medium)
        if uploaded:
            return uploaded
        slug = _slug_of_picture(op, medium)
        ending = FILE_ENDINGS.get(medium.media_type, "bin")
        file = (f"{slug}.{ending}", medium.read(), medium.media_type)
        facts = {"slug": slug, "alt_text": medium.alt}
        return self._site.upload(file, facts, post=number)

    def _uploaded(self, op: Op, medium: Medium) -> str:
        return self._site.picture(_slug_of_picture(op, medium))

    def commit(self, op: Op, staged: Staged) -> Found:
        """
        Publish the draft, and say anew by the same call all that the public will see.

        Whatever somebody did to the draft meanwhile is undone. What its number names is
        read just before: after a restore of the site it may be a post of others.

        :raises ConnectorError: EditConflict too if it is, or can no longer be told
        """
        self._site.begin()
        if op.deed != Deed.POST:
            return self._deeds.commit(op, slug_of(op))
        self._require_ours(op, int(staged[POST]))
        written = _page(op, staged)
        content = _content(op, written, written.content) | {
            "excerpt": "",
            "password": "",
            "featured_media": 0,  # not every theme shows it: pictures are in the text
            "date_gmt": None,  # now, by the clock of the site
        }
        answer = self._site.publish(int(staged[POST]), content, lost=OutcomeUnknown)
        try:
            post = answers.post_in(answer.body)
            outcomes.require_public(post, staged[POST])
        except NotUnderstood as error:
            raise OutcomeUnknown(str(error), status=answer.status) from error
        return outcomes.found(answer, post, written)

    def _require_ours(self, op: Op, number: int) -> None:
        post, _ = self._site.post(number)
        if post is None:
            raise NotFound("The draft is gone from the site, or belongs to another.")
        if not _is_ours(op, post):
            raise EditConflict("Under its number the site has another post.")

    def reconcile(self, op: Op, staged: Staged) -> Found | Absent | Unsure:
        """
        Look for the post by its name, by its mark and by its number.

        One that was deleted since is found while the trash of the site holds it: it was
        said. Where the number is known, a post that is nowhere is left to a person.
        Where it is not (our database was restored), such a post was never there, or it
        was published and deleted for good: a site keeps no trace of those but their
        pictures. Without such a trace it is held to be absent for certain, or a person
        would have to look after every planned post.

        :raises ConnectorError: if the site could not be asked
        """
        self._site.begin()
        if op.deed != Deed.POST:
            return self._deeds.reconcile(op, slug_of(op))
        posts, answer = self._site.posts(slug_of(op))
        number = int(staged.get(POST, 0))
        if number and all(each.number != number for each in posts):
            post, numbered = self._site.post(number)
            if post and _is_ours(op, post):
                posts, answer = [*posts, post], numbered
        public = [each for each in posts if each.is_public]
        if len(public) > 1:
            return Unsure("The site shows more than one.")
        is_known = all(each.digest in staged for each in op.media)
        written = _page(op, staged) if is_known else None
        if public:
            return outcomes.found(answer, public[0], written)
        told = [each for each in posts if NOT_PUBLISHED.strip() not in each.content]
        if told:
            return outcomes.no_longer_public(answer, told[0], written)
        return self._of_somebody_else(op) or self._unseen(op, number, posts)

    def _of_somebody_else(self, op: Op) -> Found | Unsure | None:
        """A post that others were given, while it is public; None if there is none."""
        rows, answer = self._site.public(slug_of(op))
        if len(rows) > 1:
            return Unsure("The site shows more than one.")
        try:
            for row in rows:
                number, url = number_in(row, "id"), text_in(row, "link")
                return Found(str(number), url, outcomes.evidence_of(answer, row))
        except NotUnderstood as error:
            raise Transient(str(error)) from error
        return None

    def _unseen(self, op: Op, number: int, posts: list[Post]) -> Absent | Unsure:
        """
        What is known of a post that is nowhere, or only as it was before.

        :param posts: drafts of it
        """
        if number and all(each.number != number for each in posts):
            return Unsure(
                "On the site it was deleted for good or given to somebody else, and is "
                "not public."
            )
        is_known = bool(posts or number)
        if not is_known and any(self._uploaded(op, each) for each in op.media):
            return Unsure("The site has its pictures, but neither a draft nor a post.")
        return Absent(is_certain=True)


def slug_of(op: Op) -> str:
    """A name that WordPress keeps as it is."""
    if re.fullmatch(r"[a-z0-9]{1,64}", op.key):
        return f"rasmi-{op.key}"
    return f"rasmi-{hashlib.sha256(op.key.encode()).hexdigest()[:32]}"


def _slug_of_picture(op: Op, medium: Medium) -> str:
    return f"{slug_of(op)}-{medium.digest[:12]}"


def _is_ours(op: Op, post: Post) -> bool:
    slug = slug_of(op)
    return post.slug in names_of(slug) or is_marked(post.content, slug)


def _page(op: Op, staged: Staged | None = None) -> Page:
    """The post as it is published; without its pictures before they are staged."""
    pictures = []
    for medium in op.media if staged is not None else ():
        number, _, address = (staged or {})[medium.digest].partition(" ")
        pictures.append(Picture(int(number), address, medium.alt))
    name = next((each.alt for each in op.media if each.alt.strip()), "")
    return page(op.text, pictures, slug=slug_of(op), name=name)


def _content(op: Op, written: Page, content: str) -> dict[str, object]:
    return {"slug": slug_of(op), "title": written.title, "content": content}
