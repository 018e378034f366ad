"""Check an Arabic post before it is published.

>>> from khobar_moderation import Moderator
>>> Moderator().check("يسر مكتب التعليم بالخبر دعوتكم إلى اللقاء التربوي يوم الأحد.").decision
<Decision.ALLOW: 'allow'>
"""

from khobar_moderation.errors import InvalidPost, KhobarModerationError, PolicyError, RuleError
from khobar_moderation.finding import CheckFailure, Decision, Evidence, Finding, Span
from khobar_moderation.moderator import Moderator
from khobar_moderation.policy import Policy, load_policy
from khobar_moderation.post import Attachment, Channel, Post
from khobar_moderation.verdict import Verdict

__all__ = [
    "Attachment",
    "Channel",
    "CheckFailure",
    "Decision",
    "Evidence",
    "Finding",
    "InvalidPost",
    "KhobarModerationError",
    "Moderator",
    "Policy",
    "PolicyError",
    "Post",
    "RuleError",
    "Span",
    "Verdict",
    "load_policy",
]
