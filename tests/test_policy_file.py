"""How one office's policy builds on another's, and how a broken file says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from khobar_moderation import Decision, Policy, PolicyError, load_policy
from khobar_moderation.resources import RULES


def _policy(folder: Path, text: str) -> Policy:
    path = folder / "office.yaml"
    path.write_text(f'name: "office"\nextends: "khobar"\n{text}', encoding="utf-8")
    return load_policy(path)


def test_policy_says_only_what_differs_from_the_one_it_extends(tmp_path: Path) -> None:
    khobar = load_policy()
    (tmp_path / "region.yaml").write_text(
        'name: "region"\nextends: "khobar"\nchannel: {hours: {x: {opens: "09:00", closes: "17:00"}}}\n'
        "decisions: {language: block}\n",
        encoding="utf-8",
    )
    (tmp_path / "office.yaml").write_text(
        'name: "office"\nextends: "region.yaml"\nchannel: {accounts: []}\ndecisions: {evasion: block}\n',
        encoding="utf-8",
    )
    policy = load_policy(tmp_path / "office.yaml")
    assert (policy.name, policy.extends) == ("office", "region.yaml")
    assert {str(channel) for channel in policy.channel.hours} == {"whatsapp", "x"}
    assert policy.channel.accounts == []
    assert policy.channel.official_names == khobar.channel.official_names
    assert policy.decisions == khobar.decisions | {"language": Decision.BLOCK, "evasion": Decision.BLOCK}
    assert policy.source == khobar.source


def test_version_changes_with_what_the_policy_says(tmp_path: Path) -> None:
    same = _policy(tmp_path, "")
    changed = _policy(tmp_path, "decisions: {evasion: block}\n")
    assert load_policy().version == load_policy().version
    assert len({load_policy().version, same.version, changed.version}) == 3


BROKEN = {
    "unknown section": ("chanel: {}", 3, "unknown key chanel; did you mean channel?"),
    "unknown key": ("channel:\n  hour: {}", 4, "unknown key channel.hour; did you mean hours?"),
    "pictures": ("consent:\n  pictures: []", 4, "unknown key consent.pictures"),
    "unknown finding": ("decisions:\n  exposure.fone: block", 4, "did you mean exposure.phone?"),
    "unknown check": ("decisions:\n  exposuer: block", 4, "did you mean exposure?"),
    "unknown decision": ("decisions:\n  exposure: stop", 4, "allow, review or block"),
    "failure allowed": ("decisions:\n  failure: allow", 3, "failure cannot be allow"),
    "unknown channel": ('channel:\n  hours:\n    watsapp: {opens: "07:00", closes: "21:00"}', 5, "one of whatsapp, x"),
    "time unquoted": ("channel:\n  hours:\n    whatsapp: {opens: 7:00, closes: 21:00}", 5, "in quotes"),
    "no such time": ('channel:\n  hours:\n    x: {opens: "07:00", closes: "25:00"}', 5, 'such as "07:00"'),
    "half the hours": ('channel:\n  hours:\n    x: {opens: "07:00"}', 5, "closes: Field required"),
    "time zone": ('channel:\n  timezone: "Riyadh"', 4, "Asia/Riyadh"),
    "truth as text": ('channel:\n  emergency_notices_any_hour: "yes"', 4, "valid boolean"),
    "account twice": (
        'channel:\n  accounts:\n    - {handle: "@a", name: "أ", channel: "x"}\n'
        '    - {handle: "@A", name: "ب", channel: "x"}',
        4,
        "stands twice",
    ),
    "account unnamed": ('channel:\n  accounts:\n    - {handle: "@a", channel: "x"}', 5, "name: Field required"),
    "responsible blank": (
        'channel:\n  accounts:\n    - {handle: "@a", name: "أ", channel: "x", responsible: " "}',
        5,
        "must not be blank",
    ),
    "contact phone": ('contacts:\n  phones: ["هاتف المكتب"]', 4, "number in digits"),
    "contact e-mail": ('contacts:\n  emails: ["office"]', 4, "such as office@example.sa"),
    "contact account": ('contacts:\n  accounts: ["moe"]', 4, "such as @name"),
    "contact domain": ('contacts:\n  domains: ["https://moe.gov.sa"]', 4, "without https://"),
    "suppressed rule unknown": (
        'suppressions:\n  - {rule: "channel/outside-hour", reason: "س", until: "2026-12-31"}',
        4,
        "did you mean channel/outside-hours?",
    ),
    "suppression without reason": (
        'suppressions:\n  - {rule: "channel/outside-hours", until: "2026-12-31"}',
        4,
        "reason: Field required",
    ),
    "suppression without end": (
        'suppressions:\n  - {rule: "channel/outside-hours", reason: "س"}',
        4,
        "until: Field required",
    ),
    "no such day": ('consent:\n  names:\n    - {name: "سارة العتيبي", until: "2027-02-30"}', 5, 'such as "2027-06-30"'),
    "share over one": ("language:\n  block_above_share: 20", 4, "less than or equal to 1"),
    "no errors at all": ("language:\n  block_from_errors: 0", 4, "greater than or equal to 1"),
    "trust as text": ("source:\n  named_source_must_be_trusted: perhaps", 4, "valid boolean"),
    "trusted person a number": ("source:\n  trusted_persons: [7]", 4, "must be text"),
}


@pytest.mark.parametrize(("text", "line", "problem"), BROKEN.values(), ids=BROKEN)
def test_broken_policy_names_file_line_and_remedy(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(PolicyError) as caught:
        _policy(tmp_path, f"{text}\n")
    assert problem in caught.value.problem
    assert str(caught.value).startswith(f"{tmp_path / 'office.yaml'}:{line}: ")


def test_error_in_the_policy_extended_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        'name: "base"\nextends: "khobar"\nchannel:\n  hours:\n    x: {opens: "07:00", closes: "24:00"}\n',
        encoding="utf-8",
    )
    (tmp_path / "top.yaml").write_text('name: "top"\nextends: "base.yaml"\n', encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policy(tmp_path / "top.yaml")
    assert str(caught.value).startswith(f"{tmp_path / 'base.yaml'}:5: channel.hours.x.closes")


def test_policy_that_extends_nothing_must_say_everything(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text('name: "own"\n', encoding="utf-8")
    with pytest.raises(PolicyError, match="decisions: Field required"):
        load_policy(tmp_path / "own.yaml")


@pytest.mark.parametrize("circle", [["a"], ["a", "b"], ["a", "b", "c"]], ids=len)
def test_policies_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path, circle: list[str]) -> None:
    for name, parent in zip(circle, [*circle[1:], circle[0]], strict=True):
        (tmp_path / f"{name}.yaml").write_text(f'name: "x"\nextends: "./{parent}.yaml"\n', encoding="utf-8")
    with pytest.raises(PolicyError, match=r"\.yaml:2: extends: this policy extends itself"):
        load_policy(tmp_path / "a.yaml")


def test_missing_parent_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('name: "x"\n\nextends: "nowhere.yaml"\n', encoding="utf-8")
    with pytest.raises(PolicyError, match=r"a\.yaml:3: extends: no such policy; give khobar"):
        load_policy(tmp_path / "a.yaml")


@pytest.mark.parametrize("name", ["khobr", "no/such/file.yaml"])
def test_missing_policy_says_which_there_are(name: str) -> None:
    with pytest.raises(PolicyError, match="no such policy; give khobar, or the path of a file"):
        load_policy(name)


def test_embedded_policies_are_named_by_their_files() -> None:
    for path in (RULES / "policies").glob("*.yaml"):
        assert load_policy(path.stem).name == path.stem
