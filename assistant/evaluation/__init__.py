"""Evaluation: golden sets, retrieval and answer metrics, saved baselines."""
