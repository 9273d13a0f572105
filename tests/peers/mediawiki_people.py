"""The people of the wiki who are not the ministry, by its interface."""

from typing import Any

import httpx


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
