from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rasmi.core.language import in_language


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """
    A person of the body who may sign in.

    It holds who the person is and no right: rights come from offices and delegations.
    """

    staff_number = models.CharField(
        _("staff number"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"^[0-9A-Za-z-]+$", _("Write digits, Latin letters and dashes only.")
            )
        ],
    )
    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    email = models.EmailField(_("work e-mail"))
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["staff_number", "name_ar", "name_en"]

    class Meta:
        ordering = ["name_ar", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            # The sign-in asks for the address in small letters.
            models.CheckConstraint(
                name="user_email_in_small_letters", condition=Q(email=Lower("email"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_ar, self.name_en)

    @property
    def initial(self) -> str:
        return self.name[:1]

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        # Libraries ask this; our own code asks `people.selectors.authority`.
        return False
