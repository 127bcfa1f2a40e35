"""Gold of other corpora: one reader a format, each yields records and accounts for every item."""
