"""Pictures as SVG, drawn when the site is built: one module for each kind."""
