"""`python -m khobar_moderation`: the command line."""

from khobar_moderation.cli import main

main()
