package verdict

const badKey = "The key that should check this card cannot be used. Get the issuer's keys again, or check the card elsewhere."

// tokenKinds are defects of signed tokens, keys and algorithms.
var tokenKinds = []Entry{
	{"alg_key_mismatch", Signature, Invalid, "Signed in another way", "The card is signed in another way than its issuer signs. " + askForNew},
	{"alg_none", Signature, Invalid, "Not signed", "The card is not signed: anybody can have written it. " + askForNew},
	{"alg_not_allowed", Signature, Invalid, "Signature not allowed", "The card is signed in a way that is not accepted. " + askForNew},
	{"b64_false", Format, Invalid, "Unusual signing", forged},
	{"cose_malformed", Format, Invalid, "Damaged data", damaged},
	{"crit_unknown", Format, Invalid, "Demands the unknown", "The card demands a check that this program does not know: update it, or check the card elsewhere."},
	{"did_document_malformed", Issuer, Invalid, "Issuer's document damaged", "The file that names the issuer's keys is damaged: get it again from the issuer."},
	{"did_key_missing", Issuer, Invalid, "No key for signing", "The issuer's identifier names no key that could sign this card. " + askForNew},
	{"did_malformed", Issuer, Invalid, "Identifier malformed", "The card names its issuer in a form that is not allowed. " + askForNew},
	{"did_method_unknown", Issuer, Unknown, "Issuer not reachable", "The issuer's keys cannot be looked up from here: load the file that lists them, then check again."},
	{"header_key_ignored", Issuer, Unknown, "Brings its own key", "The card vouches for itself only, and nobody you trust does: do not accept it, or load the list that names its issuer."},
	{"header_malformed", Format, Invalid, "Header malformed", damaged},
	{"jws_zip", Format, Invalid, "Compressed within", forged},
	{"key_duplicate_kid", Issuer, Invalid, "Two keys of one name", "The list of keys gives one name to two keys: get it again from the issuer."},
	{"key_malformed", Issuer, Invalid, "Key malformed", badKey},
	{"key_off_curve", Issuer, Invalid, "Impossible key", badKey},
	{"key_private_exposed", Issuer, Invalid, "Private key shown", "A private key stands where a public one is due: do not use it any more, and tell its owner."},
	{"key_size", Issuer, Invalid, "Key too weak or too large", badKey},
	{"key_type_unknown", Issuer, Invalid, "Unknown kind of key", "The key is of a kind that is not accepted: check the card elsewhere, or get another key from the issuer."},
	{"key_use_conflict", Issuer, Invalid, "Key meant for another use", badKey},
	{"kid_protected_conflict", Format, Invalid, "Two signers named", "The card names two signers. " + askForNew},
	{"random_source_failed", "", Unknown, "No randomness", "This device gave no random numbers, so no key was made: restart it, and try again."},
	{"signature_invalid", Signature, Invalid, "Signature wrong", "The card was changed or forged. " + askForNew},
	{"signature_length", Signature, Invalid, "Signature malformed", "The card's signature has a form that is not allowed. " + askForNew},
	{"token_segments", Format, Invalid, "Parts missing", damaged},
	{"token_too_long", Format, Invalid, "Too long", "This is far longer than any card: do not accept it, and ask the holder for another code."},
	{"typ_wrong", Format, Invalid, "Something else", "This is signed, but it is no card of the expected kind: ask the holder for the card itself."},
}
