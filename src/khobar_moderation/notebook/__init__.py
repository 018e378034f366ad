"""For reviewers: go through drafts in a notebook, decide, and keep what was decided as annotated posts."""
