"""Loads what the commands load, but for Qt, so that a process that is forked from here has it already."""

import importlib
import pkgutil

import desktop_pipeline

_ROOMS = ("cli", "actions", "queries", "metrics", "exchange", "storage", "reports")

for room in _ROOMS:
    for module in pkgutil.walk_packages([f"{desktop_pipeline.__path__[0]}/{room}"], f"desktop_pipeline.{room}."):
        importlib.import_module(module.name)
