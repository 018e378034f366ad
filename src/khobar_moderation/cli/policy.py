"""`khobar-moderation policy`: look at a policy, and see whether a file holds one."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any

import typer

__all__ = ["app"]

app = typer.Typer(help="Show or validate a policy.", no_args_is_help=True)

PolicyName = Annotated[str, typer.Argument(help="Name of an embedded policy, or path of a policy file.")]


@app.command()
def show(policy: PolicyName = "khobar") -> None:
    """Print a policy as it applies, with what it takes over from the one that it extends."""
    from khobar_moderation.policy import load_policy

    print(_yaml(load_policy(policy).model_dump(exclude_none=True)), end="")


@app.command()
def validate(policy: PolicyName = "khobar") -> None:
    """Tell whether a policy can be used; exit status 1, with file and line, when it cannot."""
    from khobar_moderation.policy import load_policy

    print(f"{policy}: valid, version {load_policy(policy).version}")


def _yaml(content: dict[str, Any]) -> str:
    """Return YAML as a policy file writes it: every text in quotes."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def quoted(dumper: yaml.SafeDumper, value: object) -> yaml.Node:
        text = value.isoformat(timespec="minutes") if isinstance(value, time) else str(value)
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')

    Dumper.add_multi_representer(str, quoted)
    Dumper.add_representer(str, quoted)
    Dumper.add_representer(time, quoted)
    return yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120)
