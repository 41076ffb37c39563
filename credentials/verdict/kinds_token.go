package verdict

// tokenKinds are defects of signed tokens, keys and algorithms.
var tokenKinds = []Entry{
	{"alg_key_mismatch", Signature, Invalid, "Signed in another way", "The card is signed in another way than its issuer signs. " + askForNew},
	{"alg_none", Signature, Invalid, "Not signed", "The card is not signed: anybody can have written it. " + askForNew},
	{"alg_not_allowed", Signature, Invalid, "Signature not allowed", "The card is signed in a way that is not accepted. " + askForNew},
	{"b64_false", Format, Invalid, "Unusual signing", forged},
	{"crit_unknown", Format, Invalid, "Demands the unknown", "The card demands a check that this program does not know: update it, or check the card elsewhere."},
	{"header_key_ignored", Issuer, Unknown, "Brings its own key", "The card vouches for itself only, and nobody you trust does: do not accept it, or load the list that names its issuer."},
	{"kid_protected_conflict", Format, Invalid, "Two signers named", "The card names two signers. " + askForNew},
	{"signature_invalid", Signature, Invalid, "Signature wrong", "The card was changed or forged. " + askForNew},
	{"signature_length", Signature, Invalid, "Signature malformed", "The card's signature has a form that is not allowed. " + askForNew},
	{"token_segments", Format, Invalid, "Parts missing", damaged},
	{"typ_wrong", Format, Invalid, "Something else", "This is signed, but it is no card of the expected kind: ask the holder for the card itself."},
}
