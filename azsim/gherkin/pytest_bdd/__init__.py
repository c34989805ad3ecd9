"""pytest-bdd's hooks, which conftest files and plug-ins implement, called for our scenarios."""
