"""Ways of writing that hide a word or a number: each module finds one."""

from khobar_moderation.evasions.arabizi import find_arabizi
from khobar_moderation.evasions.overrides import find_overrides
from khobar_moderation.evasions.scripts import find_mixed_scripts
from khobar_moderation.evasions.spaced import find_spaced_letters

__all__ = ["find_arabizi", "find_mixed_scripts", "find_overrides", "find_spaced_letters"]
