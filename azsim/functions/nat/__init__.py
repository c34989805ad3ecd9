"""NAT gateway: ports on demand, for every machine of its subnets, out of one inventory."""
