import logging

import pytest

from rasmi.config.logs import WithoutSecrets


@pytest.mark.parametrize(
    "path", ["/setup/abc-DEF_1/", "/account/password/2-d1-abcdef/"]
)
def test_an_address_that_opens_a_door_is_not_written(path: str) -> None:
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Error: %s", (path,), None
    )

    assert WithoutSecrets().filter(record)

    assert path not in record.getMessage()
    assert "***" in record.getMessage()


def test_other_lines_stay_as_they_are() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%s ended", ("a",), None)

    WithoutSecrets().filter(record)

    assert record.getMessage() == "a ended"
