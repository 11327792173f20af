"""Formulas as MathML, which browsers set themselves: no script, no font, no network.

docutils already turns LaTeX into MathML; this makes it Sphinx's math renderer.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.utils.math import latex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)


def _mathml(writer: Any, node: nodes.Element, as_block: bool) -> str:
    try:
        return str(latex2mathml.tex2mathml(node.astext(), as_block=as_block))
    except Exception as error:  # noqa: BLE001  (the converter raises its own kind; the build must name the place)
        logger.warning("formula cannot be shown: %s", error, location=node)
        return f"<code>{writer.encode(node.astext())}</code>"


def _inline(writer: Any, node: nodes.Element) -> None:
    writer.body.append(_mathml(writer, node, as_block=False))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.Element) -> None:
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate nohighlight"))
    writer.body.append(_mathml(writer, node, as_block=True))
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer under the name `mathml`."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
