"""The forms an article comes in, one file each: bytes in, an article out."""
