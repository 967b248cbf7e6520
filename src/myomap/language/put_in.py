"""Parts of sentences that are put into others, to be translated by themselves.

They look like no sentences, so nothing tells them from keywords and file names but this
list. A part is translated in the case that its sentence needs in Russian.
"""

from typing import Final

__all__ = ["PHRASES"]

PHRASES: Final = (
    # Whole parts that many sentences take.
    "stress",
    "rest",
    "difference",
    "both sexes",
    "women",
    "men",
    "simulated",
    "attenuation corrected",
    "attenuation not corrected",
    "with",
    "without",
    "Less than 1 %",
    # How states were told.
    "left to right",
    "top to bottom",
    "rows",
    "columns",
    "stress and rest",
    "stress, rest and their difference",
    # How colours were read.
    "by the colour bar beside it",
    "by a known colour table",
    "without knowing its colour table, by the order of its colours",
    "top of the colour scale",
    "highest colour of the discs",
    # Why a disc is no map.
    "it has hardly more than one colour",
    "its colours change along the radius alone, as on a target or a ball",
    "its colours change around the centre alone, as in a pie chart",
    "its colours change as evenly as a shaded ball's or a colour wheel's",
    "its colours lie on no scale, as in a photograph",
    "its colours change along rings and spokes, as on a dart board",
    "its colours change along rows and columns",
    "its colours change too abruptly for a heart's wall",
    "colours from far apart on its scale lie side by side",
    "taken together, its colours are not spread as a heart's uptake is",
    # Why a picture cannot be opened.
    "its pixels cannot be decoded",
    "its headers contradict each other",
    "it holds no pixels",
    "it ends inside a segment",
    "it ends inside a chunk",
    "it ends inside its header",
    "it ends inside its pixels",
    "it ends before its end mark",
    "its header is too short",
    "its pixels lie outside of it",
    "a checksum does not fit",
    "it does not start with its header",
    # What a DICOM object is that is not read.
    "a picture (Secondary Capture), which holds no counts",
    "a PET image; PET perfusion is not read, its limits are not SPECT's",
    "a CT image; a CT alone shows no perfusion",
    "an enhanced CT; only CTs of single slices are read",
    "a nuclear medicine image of the retired class of 1993",
    "an ultrasound image",
    "an X-ray angiogram",
    "a segmentation",
    "a structured report",
    "a presentation state",
    "a directory of other files (DICOMDIR)",
    "a static planar image",
    "a dynamic planar series",
    "a gated planar series",
    "a whole-body scan",
    "no nuclear medicine image",
    "an image of a type that is not tomographic",
    # Why a state is not known.
    "what the headers and file names say contradicts itself",
    "no code, description or file name says so",
)
