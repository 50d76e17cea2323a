"""The command line: `footnote index | status | search | ask | evaluate | models | text`."""
