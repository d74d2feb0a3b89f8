"""How fast the portal is, beside a floor of the same stack."""
