from django.db import models


class Evidence(models.Model):
    """
    A file as it came, kept byte for byte; the same bytes are kept once.

    Its name and what it is evidence of stand in the row that points to it.
    """

    digest = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    size = models.PositiveBigIntegerField()  # bytes
    media_type = models.CharField(max_length=80)  # as its first bytes say
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
