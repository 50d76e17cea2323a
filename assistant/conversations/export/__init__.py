"""A conversation as a file for other people: Markdown, HTML, Word or PDF.

`content` gathers what is shown, masked and cleaned, the same for all formats; each format has a
file of its own, and `writing` chooses among them.
"""
