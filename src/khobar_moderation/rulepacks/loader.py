"""Load rule files: one rule a file, its id its path."""

from __future__ import annotations

import hashlib
from pathlib import Path

from khobar_moderation.errors import RuleError
from khobar_moderation.rulepacks.kinds import RULE, Rule
from khobar_moderation.taxonomy import FINDINGS
from khobar_moderation.yamlfile import compose, read_mapping, validate

__all__ = ["load_rule", "load_rules", "rules_version"]


def load_rules(folder: Path) -> dict[str, Rule]:
    """Return the rules under `folder` by id, in the order of their ids.

    Raises:
        RuleError: a file that is no rule; names file, line and the remedy.
    """
    return {rule.id: rule for path in _files(folder) for rule in (load_rule(path, folder),)}


def load_rule(path: Path, folder: Path) -> Rule:
    """Return the rule in `path`, whose id is its path under `folder`.

    Raises:
        RuleError: as `load_rules`.
    """
    node = compose(path, RuleError)
    data = read_mapping(node) | {"id": path.relative_to(folder).with_suffix("").as_posix()}
    rule = validate(path, node, data, RULE, RuleError)
    if rule.check not in FINDINGS:
        raise RuleError(path, 1, f"{rule.check} is no check; the folders are {', '.join(FINDINGS)}")
    return rule


def rules_version(folder: Path) -> str:
    """Return a short hash over all rule and lexicon files under `folder`."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.parent.name != "policies"):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Path) -> list[Path]:
    return [path for check in FINDINGS for path in sorted((folder / check).glob("*.yaml"))]
