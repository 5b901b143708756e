"""The demonstration's accounts: one for each role. ``check --deploy`` refuses them."""

from __future__ import annotations

from dataclasses import dataclass

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.demo.story import FEVER_HOME

PASSWORD = "Shouwang-2020"  # noqa: S105


@dataclass(frozen=True)
class Account:
    """One account as the start-up prints it."""

    username: str
    name: str
    unit: str
    post: str
    role: Role


ACCOUNTS = (
    Account("tianbao", "填报人甲", FEVER_HOME, "填报人", Role.REPORTER),
    Account("yuanzhang", "院长甲", FEVER_HOME, "院长", Role.DIRECTOR),
    Account("huli", "护理员甲", FEVER_HOME, "护理员", Role.CARER),
    Account("yihu", "护士甲", FEVER_HOME, "医务室", Role.MEDIC),
    Account("menwei", "门卫甲", FEVER_HOME, "门岗", Role.GATEKEEPER),
    Account("xianju", "县局科员甲", "砚宁县", "养老股", Role.CLERK),
    Account("xianban", "县局办公室甲", "砚宁县", "办公室主任", Role.OFFICE),
    Account("xianling", "县局领导甲", "砚宁县", "分管副局长", Role.LEADER),
    Account("yanglao", "养老科长甲", "养老服务科", "科长", Role.CLERK),
    Account("bangongshi", "办公室主任甲", "澜川市", "办公室主任", Role.OFFICE),
    Account("lingdao", "局领导甲", "澜川市", "分管副局长", Role.LEADER),
    Account("xitong", "系统管理员甲", "澜川市", "系统管理员", Role.SYSTEM_ADMIN),
    Account("anquan", "安全管理员甲", "澜川市", "安全管理员", Role.SECURITY_ADMIN),
    Account("shenji", "审计管理员甲", "澜川市", "审计管理员", Role.AUDIT_ADMIN),
)


def listing() -> list[str]:
    """Return the lines that tell how to sign in; none where there is no demonstration."""
    there = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    lines = [
        f"  {a.username:<12}{a.role.label}（{a.unit}）" for a in ACCOUNTS if a.username in there
    ]
    return [*lines, f"  口令均为 {PASSWORD}"] if lines else []
