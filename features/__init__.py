"""What comes with azsim: how Azure networking behaves, in a folder for each service."""
