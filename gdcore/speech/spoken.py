def spoken(text: str, language: str = "en") -> str:
    return text
