"""dna_labelling: what each base or residue is part of."""
