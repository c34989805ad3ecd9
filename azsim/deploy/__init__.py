"""The control plane: resources in; nodes, routes, ports and probers out."""
