"""A number, or a belief about one: `3.67`, `"20 to 45"`, `{triangular: [0, 3.67, 5]}`.

belief.py    `Quantity`: the value with its domain and unit; quantile, cdf, mode, mean, text
formulas.py  the quantile and distribution functions of each kind, on arrays
reading.py   `parse_quantity`: from what a case file says to a `Quantity`, or a fault with its fix
slips.py     what was meant by decimal commas, separators, per cent; bounds.py where a value may lie
Every quantity is drawn by its quantile function, so one uniform number makes one draw.
"""

from commonground.quantity.belief import Kind, Quantity, number_text
from commonground.quantity.formulas import FloatArray
from commonground.quantity.reading import QuantityError, parse_quantity

__all__ = ["FloatArray", "Kind", "Quantity", "QuantityError", "number_text", "parse_quantity"]
