"""How a network is trained."""

from dataclasses import dataclass

from myomap.errors import ConfigError

__all__ = ["CAREFUL", "PUBLISHED", "Schedule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Everything that decides training beside the samples.

    Parameters
    ----------
    epochs : int
        How often every sample is seen, at most.
    learning_rate : float
        Of Adam.
    batch : int
        Samples a step. The publication names none.
    size_px : int
        Height of the picture that the network sees. The publication names none; 224
        is what the ImageNet weights were learnt on.
    has_frozen_stem : bool
        Whether the first layers keep the weights they began with. Only where they were
        learnt before: layers of chance are not worth keeping.
    patience : int or None
        Epochs without a better loss on patients set aside, inside the training
        samples, after which the best epoch is taken; None trains to the end.
    rotation_deg, scaling : float
        Largest turn, and largest change of size as a fraction, of a picture in
        training. A polar map is never mirrored: its septum is not its lateral wall.

    Raises
    ------
    ConfigError
        If a number makes no sense.
    """

    epochs: int
    learning_rate: float = 0.003
    batch: int = 16
    size_px: int = 224
    has_frozen_stem: bool = False
    patience: int | None = None
    rotation_deg: float = 0.0
    scaling: float = 0.0

    def __post_init__(self) -> None:
        for what, found, low, high in (
            ("number of epochs", self.epochs, 1, 10_000),
            ("learning rate", self.learning_rate, 1e-8, 1.0),
            ("batch", self.batch, 1, 4096),
            ("size of a picture", self.size_px, 16, 1024),
        ):
            if not low <= found <= high:
                raise ConfigError(
                    f"The {what} of a network makes no sense: found {found}, expected "
                    f"{low} to {high}."
                )

    def to_parameters(self) -> dict[str, int | float | str | bool]:
        """Return what a table has to say.

        Returns
        -------
        dict
            By words.
        """
        told: dict[str, int | float | str | bool] = {
            "epochs": self.epochs,
            "Adam": self.learning_rate,
            "batch": self.batch,
            "pixels": self.size_px,
        }
        if self.patience is not None:
            told["patience"] = self.patience
        if self.has_frozen_stem:
            told["frozen stem"] = True
        if self.rotation_deg or self.scaling:
            told["rotation deg"] = self.rotation_deg
            told["scaling"] = self.scaling
        return told


PUBLISHED = Schedule(epochs=150)
"""Of ResNet50; ResNet152 takes 50 epochs."""

CAREFUL = Schedule(
    epochs=60,
    learning_rate=1e-4,
    has_frozen_stem=True,
    patience=8,
    rotation_deg=10.0,
    scaling=0.05,
)
"""For hundreds of patients and not millions."""
