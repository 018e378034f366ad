"""Where rules and heads of the model come together: one module a check, and the weights of all in `weights`.

No head overrules an identifier with a valid checksum, a sending hour or the register: those checks ask rules alone.
"""
