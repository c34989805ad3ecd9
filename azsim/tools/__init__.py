"""What an engineer would type or look at: psping, nslookup, netstat, a packet capture."""
