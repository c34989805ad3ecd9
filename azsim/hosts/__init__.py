"""Where connections end: hosts with TCP state, TLS, web servers and resolvers."""
