"""Parsers: one file per format, each turning a file into a `ParsedDocument`.

`registry` names them all; `pool` runs them in a killable child process.
"""
