"""Image captioning: a picture in, what it shows in words out."""
