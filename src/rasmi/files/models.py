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


class Rendition(models.Model):
    """
    A picture as it may be published: its dots alone, encoded anew.

    Nothing else of the original is in its bytes: no place, no camera, no comment, no
    second picture. Two originals that look the same to the last dot have the same one.
    """

    original = models.ForeignKey(Evidence, models.PROTECT, related_name="renditions")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, hexadecimal
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField()  # pixels
    height = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]
