"""The parts of the window, each of which knows nothing of the others."""
