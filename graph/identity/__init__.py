"""Who is who: how like two names are, which entities may be one, and what follows from claims on that."""
