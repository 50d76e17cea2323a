"""The desktop room: the Qt window, its panels, the viewer and the client of the engine process.

May import the light files of `assistant`, and types from `indexer` and `models`. Never reaches
torch, llama_cpp, lancedb or a parser library, not even indirectly.
"""
