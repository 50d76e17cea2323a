"""The engine process: one per library, behind the window; speaks JSON lines on stdin and stdout."""
