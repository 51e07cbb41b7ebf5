"""The media types of the files of a build, by the ending of their names."""

MEDIA_TYPES = {
    ".mp4": "video/mp4", ".webm": "video/webm", ".gif": "image/gif", ".png": "image/png", ".svg": "image/svg+xml",
    ".vtt": "text/vtt", ".json": "application/json", ".pdf": "application/pdf",
    ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2",
    ".ttf": "font/ttf", ".otf": "font/otf",
}  # fmt: skip
