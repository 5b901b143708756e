"""A person who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Finds users; new ones come from ``actions.users``."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of a sign-in name, whatever its case."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person with a sign-in name. What they may do follows from the posts they hold."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # allauth and Django's password reset ask for an address; none is needed to work here.
    email = models.EmailField(blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_name_unique_whatever_its_case")
        ]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: posts carry roles, roles carry permissions."""
        return False

    @property
    def is_staff(self) -> bool:
        """No one enters Django's admin: there is none."""
        return False
