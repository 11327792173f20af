"""How the documentation is built: offline, with every warning an error (`make docs`)."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))
sys.path.insert(0, str(HERE.parent / "src"))

from commonground import __version__  # noqa: E402

project = "commonground"
author = "The commonground authors"
project_copyright = "the commonground authors, Apache-2.0"
version = release = __version__

extensions = ["myst_parser", "sphinxcontrib.bibtex", "mathml", "fromcode", "offline"]
root_doc = "index"
exclude_patterns = ["_build"]
suppress_warnings: list[str] = []
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
math_number_all = False

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "alpha"
bibtex_reference_style = "author_year"

html_theme = "furo"
html_title = f"commonground {version}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["docs.css"]
html_show_sphinx = False
html_last_updated_fmt = None
html_math_renderer = "mathml"
html_theme_options = {
    "navigation_with_keys": True,
    "light_css_variables": {"color-brand-primary": "#0072B2", "color-brand-content": "#0072B2"},
}
