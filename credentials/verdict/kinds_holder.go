package verdict

const notTheirs = "Whoever shows the card did not prove that it is theirs. "

// holderKinds are about whether the card is shown by its holder, now, to you.
var holderKinds = []Entry{
	{"holder_binding_audience", Holder, Invalid, "Meant for another", "This answer was made for another verifier: do not accept it, and show your own question again."},
	{"holder_binding_key", Holder, Invalid, "Not the holder's key", notTheirs + askForNew},
	{"holder_binding_missing", Holder, Invalid, "Holder not proven", notTheirs + "Ask them to answer your question with their wallet."},
	{"holder_binding_nonce", Holder, Invalid, "Answer to another question", "This answers another question, perhaps an old one: show a new question and scan the answer to it."},
	{"holder_binding_sd_hash", Holder, Invalid, "Altered after signing", "The answer was changed after the holder signed it: do not accept it, and show a new question."},
	{"holder_binding_stale", Holder, Invalid, "Answer too old", "The answer is too old, or its clock is wrong: show a new question and scan the answer to it."},
	{"holder_binding_transaction", Holder, Invalid, "Not authorised", "The holder showed their card, but did not authorise what you asked them to: do not go through with it, and ask again."},
	{"holder_binding_unexpected", Holder, Invalid, "Already shown to somebody", "This is an answer made for a verifier, not a card to keep: ask the issuer for the card itself."},
}
