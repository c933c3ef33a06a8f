"""Staff that rules need: the cut, the use of freed hours, and the check whether a staff can do a law at all."""
