"""myomap reads myocardial perfusion SPECT. Research software, not for diagnosis."""

__version__ = "0.1.0"
