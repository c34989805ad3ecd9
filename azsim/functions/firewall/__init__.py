"""Azure Firewall: what it lets through, and the address from which that goes on."""
