"""The routes, one module per subject; each holds no more than address, parameters and how the answer leaves."""
