"""Chart specifications, pure: rows and props in, an Altair chart out. What all charts share."""
