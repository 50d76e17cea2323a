"""Qt item models: thin, typed, and accessible; they show values and change nothing."""
