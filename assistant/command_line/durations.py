"""Says how long something takes, no finer than an estimate deserves."""


def about(seconds: float) -> str:
    """A length of time in words: "less than a minute", "about 12 min", "about 3 hours"."""
    if seconds < 60:
        return "less than a minute"
    minutes = round(seconds / 60)
    return f"about {minutes:,} min" if minutes < 120 else f"about {minutes / 60:.0f} hours"
