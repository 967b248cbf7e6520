"""Start the command line: ``python -m myomap`` is the command ``myomap``."""

from myomap.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
