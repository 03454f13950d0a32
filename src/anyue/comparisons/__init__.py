"""A plan beside the one it carries out, or beside last year's: point by point, correctable."""
