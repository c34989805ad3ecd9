"""SNAT with port masquerading: flows, the ports they hold, and the profiles they follow."""
