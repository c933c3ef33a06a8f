"""The staff that rules need: cutting staff, reinvesting freed hours, and checking whether a staff can do a law at all."""
