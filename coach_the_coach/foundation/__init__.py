"""What every room stands on: errors, time, ids, words, the store, jobs, the edge.

Knows no coaching and no Reflex.
"""
