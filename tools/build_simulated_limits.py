"""Write the normal limits of simulated patients that come with the package.

python tools/build_simulated_limits.py [CASES_OF_EACH_SEX]
"""

import sys
from pathlib import Path

import myomap
from myomap.quantification import limits_to_bytes, simulated_limits
from myomap.quantification.simulated_normals import SHIPPED_FILE

PLACE = Path("src/myomap/quantification") / SHIPPED_FILE
CASES_OF_EACH_SEX = 300


def main(arguments: list[str]) -> int:
    """Draw, build and write."""
    n_each = int(arguments[0]) if arguments else CASES_OF_EACH_SEX
    sets = simulated_limits(n_each, myomap=myomap.__version__)
    PLACE.write_bytes(limits_to_bytes("myomap simulated", sets))
    for limits in sets:
        rate = 100 * limits.false_positive_rate
        print(f"{limits}: {rate:.1f} % false positives left out")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
