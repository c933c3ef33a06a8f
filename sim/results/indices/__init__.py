"""Indices of sensitivity by SALib: Morris, Sobol and Shapley, on paired differences."""
