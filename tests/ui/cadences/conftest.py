from tests.ui.deal.conftest import clock, workspace, world

__all__ = ["clock", "workspace", "world"]
