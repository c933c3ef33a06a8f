"""How Sphinx builds the documentation as a site: ``make docs``.

The source folder is the checkout, so the pages link to each other as they do there. Everything that a page loads lies beside it:
the site opens from disk and asks no other host.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs" / "extensions")]

import sim  # noqa: E402

project = "Jobcenter simulator"
author = "The Jobcenter simulator authors"
copyright = author  # noqa: A001  # Sphinx's own name
version = release = sim.__version__
language = "en"
highlight_language = "none"  # of blocks that name no language
smartquotes = False  # quotes of commands and files stay as they are

root_doc = "docs/index"
include_patterns = [
    "docs/**.md", "notebooks/README.md", "notebooks/[0-9]*.py", "results/README.md", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
]  # fmt: skip
exclude_patterns = [".*", "build", "dist", "results/[!R]*", "sim", "scenarios", "tests", "benchmarks"]

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "own_math", "own_charts"]
nb_execution_mode = "off"
nb_custom_formats = {".py": ["own_notebooks.reads", {}]}
nb_ipywidgets_js: dict[str, object] = {}  # its default is a script of another host
myst_enable_extensions = ["colon_fence", "dollarmath"]
myst_heading_anchors = 6
myst_dmath_double_inline = True
myst_update_mathjax = False  # formulas are MathML

nitpicky = True
nitpick_ignore_regex = [("py:.*", r".*")]  # types of libraries, and parts of the program that are in no reference
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 88
add_module_names = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = "Jobcenter simulator"
html_static_path = ["static"]
html_css_files = ["site.css"]
templates_path = ["templates"]
html_additional_pages = {"index": "entrance.html"}  # the first page lies in a folder, as in the checkout
html_context = {"default_mode": "auto"}
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it fetches pages, which a browser refuses from disk
html_math_renderer = "mathml"
html_theme_options = {
    "logo": {"text": "Jobcenter simulator"},
    "header_links_before_dropdown": 8,
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "show_prev_next": True,
    "show_toc_level": 2,
    "navigation_with_keys": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_sidebars = {"docs/index": [], "docs/glossary": [], "docs/dansk": [], "docs/generated/gallery": []}
