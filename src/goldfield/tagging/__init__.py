"""What taggers share: tokens with their places, and spans as tags.

Nothing here learns or knows a baseline; anybody's tagger may use it.
"""
