"""What a job does, in words for the person who waits."""

from typing import Final

from myomap.web.tasks import Stage

__all__ = ["STAGE_WORDS"]


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return sentence


STAGE_WORDS: Final = {
    Stage.QUEUED: _("Waiting for its turn"),
    Stage.SIMULATING: _("Simulating the patient"),
    Stage.GATHERING: _("Looking through the files"),
    Stage.RECONSTRUCTING_STRESS: _("Reconstructing stress"),
    Stage.RECONSTRUCTING_REST: _("Reconstructing rest"),
    Stage.VENTRICLE: _("Finding the left ventricle"),
    Stage.MAPPING: _("Mapping the wall"),
    Stage.JUDGING: _("Comparing with normal limits"),
    Stage.NETWORK: _("Asking the network"),
    Stage.STORING: _("Keeping the case"),
}
