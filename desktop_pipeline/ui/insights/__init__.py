"""Insights: the figures of the pipeline, each with its answer; imported on first show, for it needs numpy."""
