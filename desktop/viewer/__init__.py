"""Shows the place that a citation names: PDF pages as they are printed, everything else as text.

May import `assistant` and `indexer` types. Its nouns: `SourceViewer`, `PdfView`, `TextView`.
"""
