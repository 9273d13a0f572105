from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def sample() -> Path:
    """The sample policy pack: beside the sources, or inside an installed package."""
    installed = PACKAGE / "policies/sample"
    return installed if installed.exists() else PACKAGE.parents[1] / "policies/sample"
