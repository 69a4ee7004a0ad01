from tests.workspaces import desk

__all__ = ["desk"]
