"""
The pictures of a post: kept for us first, published later.

A wiki has a stash for each account: what is in it nobody else can see, and it is
emptied after some hours. Each picture has one name, so that publishing it again does
nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rasmi.platforms.connector import EditConflict, Medium, Op, Transient
from rasmi.platforms.http import Answer, NotUnderstood, rows_in, text_in
from rasmi.platforms.mediawiki import errors, wikitext
from rasmi.platforms.mediawiki.names import file_name, marker
from rasmi.platforms.mediawiki.session import Session


class Pictures:
    def __init__(self, session: Session) -> None:
        self._session = session

    def published(self, op: Op) -> dict[str, str]:
        """What is there already of a post: the SHA-1 of each, by its name."""
        if not op.media:
            return {}
        names = dict.fromkeys(f"File:{file_name(op.key, each)}" for each in op.media)
        answer = self._session.read(
            titles="|".join(names), prop="imageinfo", iiprop="sha1"
        )
        try:
            return dict(_files(answer))
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def stash(self, op: Op, medium: Medium) -> str:
        """
        Have the wiki keep a picture, and return what it calls it.

        :raises ConnectorError: if it does not take it
        """
        upload = self._send(op, medium, {"stash": "1"})
        try:
            return text_in(upload, "filekey")
        except NotUnderstood as error:
            raise Transient(str(error)) from error

    def publish(
        self, op: Op, medium: Medium, *, key: str, there: Mapping[str, str]
    ) -> None:
        """
        Make a picture visible, unless it is.

        :param key: what the wiki calls it; empty where it has not kept it
        :param there: what is visible, as `published` tells it
        :raises EditConflict: if another picture has its name
        """
        found = there.get(file_name(op.key, medium))
        if found is None:
            shown = {
                "comment": marker(op.key),
                # Not what there is to be seen: the page may still be refused.
                "text": wikitext.inert(marker(op.key)),
                "watchlist": "nochange",
            }
            if not (key and self._unstash(op, medium, {**shown, "filekey": key})):
                self._send(op, medium, shown)
        elif found != wikitext.sha1(medium.read()):
            raise EditConflict(
                f"Another picture has the name {file_name(op.key, medium)}."
            )

    def _unstash(self, op: Op, medium: Medium, asked: Mapping[str, str]) -> bool:
        """Publish what is kept; return whether it still was."""
        answer = self._session.call(_asked(op, medium, asked), lost=Transient)
        if errors.has_lost_stash(errors.code_of(answer)):
            return False
        self._taken(answer)
        return True

    def _send(
        self, op: Op, medium: Medium, asked: Mapping[str, str]
    ) -> Mapping[str, Any]:
        file = (file_name(op.key, medium), medium.read(), medium.media_type)
        answer = self._session.call(
            _asked(op, medium, asked), lost=Transient, file=file
        )
        return self._taken(answer)

    def _taken(self, answer: Answer) -> Mapping[str, Any]:
        """
        What the wiki says of an upload that it has taken.

        :raises Transient: also if it came to be there since we looked
        """
        code = errors.code_of(answer)
        if code in (errors.FILE_EXISTS, errors.SAME_FILE):
            raise Transient("The picture is there; it has to be looked at.")
        upload = self._session.require(answer, lost=Transient).get("upload")
        if not isinstance(upload, dict) or upload.get("result") != "Success":
            raise Transient("The wiki does not say that it has the picture.")
        return upload


def _asked(op: Op, medium: Medium, asked: Mapping[str, str]) -> dict[str, str]:
    # It warns of the same picture under another name, which may be changed by others.
    return {
        "action": "upload",
        "filename": file_name(op.key, medium),
        "ignorewarnings": "1",
        **asked,
    }


def _files(answer: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for page in rows_in(answer, "pages"):
        if "imageinfo" in page:
            name = text_in(page, "title").partition(":")[2]
            for info in rows_in(page, "imageinfo")[:1]:
                yield name, text_in(info, "sha1")
