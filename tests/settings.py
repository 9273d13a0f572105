"""The real settings, with only what would slow the tests down changed."""

import os
from pathlib import Path

# Before the settings are read: tests touch no installation and no server of anybody's.
OF_SERVERS = ("RASMI_S", "RASMI_OIDC_", "RASMI_LDAP_", "RASMI_PASSWORDS_OF")
for name in [each for each in os.environ if each.startswith(OF_SERVERS)]:
    del os.environ[name]
for name in ("DATABASE_URL", "PORT", "RASMI_PUBLIC_ORIGIN", "RASMI_BIND"):
    os.environ.pop(name, None)
os.environ["RASMI_DATA"] = str(Path(__file__).parent.parent / "build/test-data")
if os.environ.get("RASMI_TEST_POSTGRES"):
    from tests.peers.start import start

    os.environ["DATABASE_URL"] = start("postgres")["POSTGRES_URL"]

from rasmi.config.settings import *  # noqa: E402, F403
from rasmi.config.settings import ALLOWED_HOSTS, STAFF_ADDRESSES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
STAFF_ADDRESSES = {*STAFF_ADDRESSES, "testserver"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LINES = 1  # in the thread of the test, which has the transaction
