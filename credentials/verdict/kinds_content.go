package verdict

// contentKinds are about what a card says.
var contentKinds = []Entry{
	{"claim_path_malformed", "", Invalid, "Question malformed", "The question is not written as it must be: ask the verifier for a new one."},
	{"claim_missing", Format, Invalid, "Something is missing", "The card lacks something that it must show: ask the holder to show it with everything that was asked for."},
	{"disclosure_arity", Format, Invalid, "Disclosure malformed", forged},
	{"disclosure_duplicate_digest", Format, Invalid, "Disclosed twice", forged},
	{"disclosure_forbidden", Format, Invalid, "Hidden dates", "The card could hide until when it is valid, which no card may. " + askForNew},
	{"disclosure_frame", "", Invalid, "Cannot be hidden", "The card cannot be made like this: what is to be hidden is not among what it says."},
	{"disclosure_malformed", Format, Invalid, "Disclosure malformed", forged},
	{"disclosure_name_clash", Format, Invalid, "Said twice", forged},
	{"disclosure_reserved_name", Format, Invalid, "Reserved name", forged},
	{"disclosure_unreferenced", Format, Invalid, "Added or changed", "Something was added to this card, or changed, after it was issued. " + askForNew},
	{"sd_alg_unknown", Format, Invalid, "Unknown digest", "The card uses a method that this program does not know: update it, or check the card elsewhere."},
	{"status_unknown", Status, Unknown, "Status not known", "Whether the card was revoked could not be found out: load the status list it names, or ask its issuer."},
}
