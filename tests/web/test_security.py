import pytest
from django.test import Client

from rasmi.people.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/sign-in/", "/nothing/", "/setup/x/"])
def test_the_browser_is_told_to_load_nothing_from_elsewhere(
    client: Client, path: str
) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.logs_errors
def test_a_strange_host_is_refused(client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.logs_errors
def test_a_5_mb_form_is_refused_and_harms_nothing(client: Client) -> None:
    answer = client.post("/sign-in/", {"login": "x" * 5 * 1024 * 1024})

    assert answer.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/inbox/?q=%00&view=%00", "/records/?class=0%00"])
@pytest.mark.parametrize("odd", ["%00", "%0%000"])
def test_a_nul_in_a_query_breaks_no_database(
    client: Client, khalid: User, path: str, odd: str
) -> None:
    client.force_login(khalid)

    assert client.get(path.replace("%00", odd)).status_code in {200, 302}
