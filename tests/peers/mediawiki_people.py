"""The people of the wiki who are not the ministry."""

import html
import re
from typing import Any

import httpx

INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'\b(name|value|type)=(?:"([^"]*)"|\'([^\']*)\'|([^\s>]+))')


class Person:
    def __init__(self, server: dict[str, str], name: str) -> None:
        url, password = server["MEDIAWIKI_URL"], server[f"MEDIAWIKI_{name.upper()}"]
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=30)
        token = self.ask("query", meta="tokens", type="login")["query"]["tokens"]
        self.ask(
            "login",
            lgname=f"{name}@peers",
            lgpassword=password,
            lgtoken=token["logintoken"],
        )
        tokens = self.ask("query", meta="tokens")["query"]["tokens"]
        self._token = tokens["csrftoken"]

    def ask(self, action: str, **asked: str) -> Any:
        fixed = {"action": action, "format": "json", "formatversion": "2"}
        return self._client.post("/api.php", data={**fixed, **asked}).json()

    def act(self, action: str, **asked: str) -> Any:
        answer = self.ask(action, token=self._token, **asked)
        assert action in answer, answer
        return answer[action]

    def upload(self, name: str, content: bytes) -> None:
        asked = {"action": "upload", "format": "json", "filename": name}
        file = (name, content, "image/png")
        answer = self._client.post(
            "/api.php", data={**asked, "token": self._token}, files={"file": file}
        )
        assert answer.json()["upload"]["result"] == "Success"

    def versions(self, title: str) -> list[dict[str, Any]]:
        """The versions of a page; none where there is no page."""
        asked = {"titles": title, "prop": "revisions", "rvprop": "user|comment"}
        page = self.ask("query", rvlimit="50", **asked)["query"]["pages"][0]
        found: list[dict[str, Any]] = page.get("revisions", [])
        return found

    def files(self, key: str) -> list[dict[str, Any]]:
        """The pictures of one post that everybody sees."""
        asked = {"list": "allimages", "aiprefix": f"Rasmi-{key}", "aiprop": "sha1"}
        found: list[dict[str, Any]] = self.ask("query", **asked)["query"]["allimages"]
        return found


class Passerby:
    """Somebody without an account, who writes and reads as a browser does."""

    def __init__(self, server: dict[str, str]) -> None:
        self._client = httpx.Client(
            base_url=server["MEDIAWIKI_URL"],
            trust_env=False,
            timeout=30,
            follow_redirects=True,
        )

    def open(self, url: str) -> str:
        return self._client.get(url).text

    def page(self, title: str, **query: str) -> str:
        """What anybody is shown."""
        answer = self._client.get("/index.php", params={"title": title, **query})
        return answer.text

    def write(self, title: str, text: str, heading: str = "") -> None:
        """Add a section to a talk page, through the form of the site."""
        query = {"title": title, "action": "edit", "section": "new"}
        form = self._client.get("/index.php", params=query).text
        sent = _fields(form) | {"wpTextbox1": text, "wpSummary": heading}
        answer = self._client.post(
            "/index.php",
            params={"title": title, "action": "submit"},
            data=sent | {"wpSave": "1"},
        )
        assert answer.history, answer.text[:2_000]


def _fields(page: str) -> dict[str, str]:
    """What the form for editing sends along by itself."""
    form = page[page.index('id="editform"') :]
    found = {}
    for tag in INPUT.findall(form[: form.index("</form>")]):
        pairs = ATTRIBUTE.findall(tag)
        said = {name: html.unescape(a or b or c) for name, a, b, c in pairs}
        if said.get("type") == "hidden" and "name" in said:
            found[said["name"]] = said.get("value", "")
    return found
