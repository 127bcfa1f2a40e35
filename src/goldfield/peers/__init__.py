"""Other people's scorers: the number each would give, and why it differs from goldfield's.

A number of a peer is a ladder of steps. The first counts as goldfield does, each further one takes
one convention of the peer, and the last counts as the peer does. `score --as` reads the last
step; `score --why` reads the differences between steps, which add up by construction.
"""
