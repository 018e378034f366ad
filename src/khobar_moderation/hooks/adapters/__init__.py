"""Guards for libraries that bots are made with: every request that could carry words passes the hook.

`whatsapp` (pywa), `x` (tweepy) and `telegram` (python-telegram-bot) are modules of their own, each with an extra of
that name; `wire` is what they share.
"""
