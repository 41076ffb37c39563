package verdict

const (
	askVerifier = "Ask whoever shows it for a new one."
	askAgain    = "Show a new question, and scan the answer to it."
)

// exchangeKinds are about requests, answers and offers.
var exchangeKinds = []Entry{
	{"answer_count", Policy, Invalid, "Too many cards", "The answer holds more cards than were asked for. " + askAgain},
	{"answer_declined", "", Invalid, "Declined", "The holder's wallet did not answer: they declined, or have no such card. Ask them, or show another question."},
	{"answer_malformed", Envelope, Invalid, "Answer malformed", "This is not written as an answer must be. " + askAgain},
	{"answer_state", Holder, Invalid, "Answer to another question", "This answers another question, perhaps an old one. " + askAgain},
	{"answer_too_long", Envelope, Invalid, "Answer too long", "This answer is far longer than any set of cards. " + askAgain},
	{"claim_value_other", Policy, Invalid, "Not what was asked", "The card does not say what you asked for: treat the answer to your question as no."},
	{"credential_type_other", Policy, Invalid, "Another kind of card", "This is not the kind of card that you asked for: ask the holder to show the right one."},
	{"query_id_unknown", Policy, Invalid, "Not asked for", "The answer holds a card that you did not ask for. " + askAgain},
	{"query_malformed", "", Invalid, "Question malformed", "The verifier's question is not written as it must be, so nothing was shown. " + askVerifier},
	{"query_not_satisfied", Policy, Invalid, "Not all that was asked", "The answer lacks a card that you asked for: ask the holder to show all of them."},
	{"query_too_large", "", Invalid, "Asks for too much", "The verifier's question asks for more than any check needs, so nothing was shown. " + askVerifier},
	{"request_by_reference", "", Invalid, "Question elsewhere", "This only says where to fetch the verifier's question, which this wallet does not do: ask for one that holds the whole question."},
	{"request_client_prefix", "", Invalid, "Verifier not identified", "The verifier does not say who it is in a way that this wallet can check, so nothing was shown."},
	{"request_expired", "", Invalid, "Question too old", "The time to answer this question is over: ask the verifier to show a new one."},
	{"request_malformed", "", Invalid, "Question malformed", "The verifier's question is not written as it must be, so nothing was shown. " + askVerifier},
	{"request_nonce", "", Invalid, "Question without number", "The question has no proper number of its own, so that an answer could be used twice. " + askVerifier},
	{"request_preset_unknown", "", Invalid, "Unknown question", "There is no ready-made question of this name: choose one of those listed."},
	{"request_query_missing", "", Invalid, "Asks for nothing", "The verifier's question does not say what it asks for. " + askVerifier},
	{"request_random", "", Unknown, "No random numbers", "This device could not make a random number, so no question can be shown: restart it and try again."},
	{"request_response_mode", "", Invalid, "Answer wanted otherwise", "The verifier wants its answer in a way that this wallet does not support, so nothing was shown."},
	{"request_response_type", "", Invalid, "Something else is asked", "This does not only ask to be shown a card, and this wallet does nothing else: nothing was shown."},
	{"request_return_address", "", Invalid, "Unsafe return address", "The verifier wants the answer at an address where others could read it, so nothing was shown."},
	{"request_return_mismatch", "", Invalid, "Answer to somebody else", "The answer would go to another address than the verifier's own, so nothing was shown. Do not trust this question."},
	{"request_signed", "", Invalid, "Signed question", "This question is signed in a way that this wallet cannot check yet: ask the verifier for a plain one."},
	{"request_state", "", Invalid, "Question malformed", "The question could be mixed up with another one. " + askVerifier},
	{"request_too_long", "", Invalid, "Question too long", "The verifier's question is far longer than any should be. " + askVerifier},
	{"request_transaction_data", "", Invalid, "Asks to authorise", "This asks to authorise a transaction, which this wallet does not do: nothing was shown and nothing authorised."},
}
