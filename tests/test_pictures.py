"""A page as a picture: in grey where nothing on it has a colour, and like the page where it has."""

import io
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.pictures import Pictures


@pytest.mark.parametrize(
    ("colour", "mode"), [((0, 0, 0), "L"), ((0.4, 0.4, 0.4), "L"), ((1, 0, 0), "RGB")]
)
def test_only_a_coloured_page_has_colours(
    tmp_path: Path, colour: tuple[float, float, float], mode: str
) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(200, 100))
    canvas.setFillColorRGB(*colour)
    canvas.rect(20, 20, 60, 60, stroke=0, fill=1)
    canvas.save()
    drawn = Image.open(io.BytesIO(Pictures(tmp_path / "a.pdf").png(1)))
    assert (drawn.mode, drawn.size) == (mode, (400, 200))
    inside, outside = (
        drawn.convert("RGB").getpixel((100, 100)),
        drawn.convert("RGB").getpixel((2, 2)),
    )
    assert inside == pytest.approx([255 * each for each in colour], abs=1)
    assert outside == (255, 255, 255)
