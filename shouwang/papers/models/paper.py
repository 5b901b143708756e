"""Papers on their way: drafted, read, signed, numbered, handed out, received."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shouwang.papers import rules


class Paper(models.Model):
    """A paper that an organ issues, or drafts for another organ to issue (代拟).

    Its words are in ``PaperText``, or come from a source above (``papers.sources``). ``round``
    counts how often it was handed in; each round has its own steps. A number is given once, after
    the signature, and stays with the paper even when the paper is voided.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("通知")
        CIRCULAR = "circular", _("通报")
        REPORT = "report", _("报告")
        REQUEST = "request", _("请示")
        REPLY = "reply", _("批复")
        LETTER = "letter", _("函")
        OPINION = "opinion", _("意见")
        MINUTES = "minutes", _("会商纪要")
        BULLETIN = "bulletin", _("简报")

    class State(models.TextChoices):
        DRAFT = "draft", _("拟稿")
        REVIEW = "review", _("流转中")
        SIGNED = "signed", _("已签发")
        ISSUED = "issued", _("已编号")
        DISTRIBUTED = "distributed", _("已分发")
        VOID = "void", _("已作废")

    class Urgency(models.TextChoices):
        NONE = "", _("一般")
        LEVEL = "平急", _("平急")
        URGENT = "加急", _("加急")
        EXPRESS = "特急", _("特急")
        TOP = "特提", _("特提")

    class Openness(models.TextChoices):
        ACTIVE = "active", _("主动公开")
        REQUEST = "request", _("依申请公开")
        NONE = "none", _("不予公开")

    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=120)
    urgency = models.CharField(max_length=4, choices=Urgency.choices, blank=True)
    is_internal = models.BooleanField(default=False)
    openness = models.CharField(max_length=8, choices=Openness.choices, default=Openness.NONE)
    report_to = models.CharField(max_length=200, blank=True)  # 抄报
    copy_to = models.CharField(max_length=200, blank=True)  # 抄送
    revision = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=0)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    # where the words come from when they are not typed here
    source = models.CharField(max_length=20, blank=True)
    source_id = models.PositiveBigIntegerField(null=True)
    signed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    signed_at = models.DateTimeField(null=True)
    # 发文字号 or 第N期 as printed; organ of another where it issues the paper
    number = models.CharField(max_length=60, blank=True)
    serial = models.PositiveIntegerField(null=True)
    word = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    outside_organ = models.CharField(max_length=60, blank=True)
    issued_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "word", "year", "serial"],
                condition=~Q(word=""),
                name="paper_serial_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "serial"],
                condition=Q(word=""),
                name="paper_issue_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~Q(source="") & ~Q(state="void"),
                name="paper_once_a_source",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, number="") | Q(signed_at__isnull=False),
                name="paper_number_after_signature",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="paper_unit_state")]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_open(self) -> bool:
        """Return whether its words may still change."""
        return self.state in (self.State.DRAFT, self.State.REVIEW)

    @property
    def tone(self) -> str:
        """Return the tone of its state's tag."""
        tones = {"review": "info", "signed": "info", "void": "bad", "draft": "none"}
        return tones.get(self.state, "ok")

    @property
    def has_number(self) -> bool:
        """Return whether it stands in the register."""
        return bool(self.number)


class PaperText(models.Model):
    """A paper's words as they stood at a revision; only ever added."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="texts")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    addressee = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "revision"], name="paper_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} r{self.revision}"


class PaperStep(models.Model):
    """One deed that a round asks for: who may do it, who did it, with what words.

    Steps of the same ``order`` wait together (会签); a later order waits for all of them. A step
    is done by whoever holds a post of ``role`` at ``unit`` then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待办")
        DONE = "done", _("已办")
        RETURNED = "returned", _("退回")
        DROPPED = "dropped", _("未办")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    deed = models.CharField(max_length=12)
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=300, blank=True)
    # the revision that whoever acted had before them
    revision = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "round", "order", "unit", "role"], name="paper_step_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "dropped"], by=None, at=None)
                | Q(state__in=["done", "returned"], by__isnull=False, at__isnull=False),
                name="paper_step_done_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "role"], condition=Q(state="waiting"), name="paper_step_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}.{self.round}.{self.order} {self.deed}"

    @property
    def goes_back(self) -> bool:
        """Return whether who does it may send the paper back: not once it is signed."""
        return self.deed not in rules.AFTER_SIGNATURE

    @property
    def deed_zh(self) -> str:
        """Return the deed in Chinese."""
        from shouwang.papers import words

        return str(words.DEED_ZH[self.deed])


class PaperFile(models.Model):
    """A paper as a file: as it was numbered, or the stamped scan; never changed."""

    class Form(models.TextChoices):
        DOCX = "docx", "Word"
        PDF = "pdf", "PDF"
        SCAN = "scan", _("用印件")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=5, choices=Form.choices)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "form"], condition=~Q(form="scan"), name="paper_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """A unit that a paper was handed to, and who there signed for it (签收)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="recipients")
    unit = models.ForeignKey("orgs.Unit", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    received_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "unit"], name="recipient_once"),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at__gte=F("told_at")),
                name="recipient_told_before",
            ),
        ]
        indexes = [models.Index(fields=["unit", "told_at"], name="recipient_unit")]

    def __str__(self) -> str:
        return f"{self.paper_id} → {self.unit_id}"
