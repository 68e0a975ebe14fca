"""Questions worked out in processes that share one snapshot, where they can be stopped at any moment.

    the service ──> nursery          a clean interpreter with everything imported and one thread
                      └─fork─> zygote        holds one snapshot, frozen
                                 └─fork─> worker     answers one question at a time, ended when it takes too long

A fork copies nothing until somebody writes, so a worker costs a megabyte and starts in some tens of milliseconds. It
has to be of a process with one thread, which the service's is not: hence the nursery, which outlives snapshots.
"""
