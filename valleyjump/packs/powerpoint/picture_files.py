"""Pictures for programs that know fewer kinds of them than browsers do."""

from __future__ import annotations

from io import BytesIO

from gdcore.prose.pictures import Picture

DOTS_PER_INCH = 144
"""Twice the pixels of a drawing, for a large screen."""
SHEET = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.drawing), format: "svg", width: float(sys.inputs.width) * 1pt)"""


def for_slides(content: bytes, picture: Picture) -> bytes:
    """Return a picture as PNG, JPEG or GIF, upright, whatever its file says about the way it was held."""
    if picture.name.endswith(".svg"):
        return _drawn(content, picture.width)
    from PIL import Image, ImageOps  # late: few lessons have pictures

    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image)
        if picture.name.endswith(".webp") or (picture.name.endswith(".jpg") and upright.size != image.size):
            made = BytesIO()
            kind = "JPEG" if picture.name.endswith(".jpg") else "PNG"
            upright.save(made, kind)
            return made.getvalue()
    return content


def _drawn(content: bytes, width: int) -> bytes:
    """Return a drawing in pixels. It holds nothing from elsewhere: that was looked at when it was read."""
    import typst  # late: few lessons have drawings

    given = {"drawing": content.decode("utf-8-sig"), "width": str(width)}
    image = typst.compile(SHEET.encode(), format="png", ppi=DOTS_PER_INCH, sys_inputs=given)
    assert isinstance(image, bytes)  # one page makes one picture
    return image
