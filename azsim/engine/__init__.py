"""Virtual time and the way of a packet, without any knowledge of Azure."""
