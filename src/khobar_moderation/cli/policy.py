"""`khobar-moderation policy`: look at a policy, and see whether a file holds one."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(help="Show or validate a policy.", no_args_is_help=True)

PolicyName = Annotated[str, typer.Argument(help="Name of an embedded policy, or path of a policy file.")]


@app.command()
def show(policy: PolicyName = "khobar") -> None:
    """Print a policy as it applies, with what it takes over from the one that it extends."""
    import yaml

    from khobar_moderation.policy import load_policy

    content = load_policy(policy).model_dump(mode="json")
    print(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120), end="")


@app.command()
def validate(policy: PolicyName = "khobar") -> None:
    """Tell whether a policy can be used; exit status 1, with file and line, when it cannot."""
    from khobar_moderation.policy import load_policy

    print(f"{policy}: valid, version {load_policy(policy).version}")
