"""Runs beyond one machine: shards of articles, answered by the workers of a Ray cluster.

`files` and `shards` know where articles are, `store` keeps what is done, `worker` answers on a
machine of the cluster, `pool` hands out work and takes back what a lost machine had; `predicting`
and `scoring` are the two jobs made of them. All that travels is JSON: nothing of ours is pickled.
"""
