"""The inner loops, compiled by Numba and kept on disk; each works on the rows of a `Csr` and knows nothing else."""
