"""Running extractors: specs, processes, programs, throughput.

`run` takes a parsed spec and articles and hands out results; `measure` takes the time. Each
extractor lives in a process of its own, and no failure of one article touches another.
"""
