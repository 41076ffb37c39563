package verdict

const (
	askOffice   = "Ask the office for a new offer."
	nothingDone = "Nothing was received. "
)

// issuanceKinds are about receiving cards and making them.
var issuanceKinds = []Entry{
	{"issue_claims_invalid", "", Invalid, "Claims do not fit", "What the card should say does not fit its kind: correct the fields that are named."},
	{"issue_format_unknown", "", Invalid, "Unknown kind of card", "Cards of this kind cannot be made here: choose one of those listed."},
	{"issue_order_incomplete", "", Invalid, "Something is missing", "To make a card, a key, an issuer, a type and a validity are needed: add what is missing."},
	{"offer_access_expired", "", Invalid, "Took too long", "The time to fetch the card is over. " + askOffice},
	{"offer_address_refused", "", Invalid, "Unsafe address", "The offer leads to an address that is not safe. " + nothingDone + "Do not trust this offer."},
	{"offer_code_format", "", Invalid, "Code cannot be right", "The transaction code has another length or other characters: look at it again. Nothing was sent."},
	{"offer_denied", "", Invalid, "Issuer refuses", "The issuer does not give out this card. " + nothingDone + "Ask the office why."},
	{"offer_encryption_required", "", Invalid, "Encryption needed", "The issuer asks for a kind of encryption that this wallet does not have yet. " + nothingDone + "Ask the office for another way."},
	{"offer_grant_unsupported", "", Invalid, "Offer of another sort", "This offer asks you to sign in at the issuer, which this wallet does not do: ask the office for an offer with a code."},
	{"offer_issuer_mismatch", "", Invalid, "Issuer is another", "The offer names one issuer, but another one answers. " + nothingDone + "Do not trust this offer."},
	{"offer_keys_wrong", "", Invalid, "Wrong keys", "The wallet gave keys that do not fit this card. " + nothingDone + "Open the offer again."},
	{"offer_malformed", "", Invalid, "No card offer", "This is not an offer of a card, or is damaged. " + askOffice},
	{"offer_metadata_malformed", "", Invalid, "Issuer misdescribed", "The issuer does not describe itself as it must. " + nothingDone + "Tell the office."},
	{"offer_network", "", Unknown, "No connection", "The issuer could not be reached. Nothing is lost: check the network, then go on where you stopped."},
	{"offer_out_of_order", "", Invalid, "Not now", "This step does not fit where the offer stands: open the offer again."},
	{"offer_redirect", "", Invalid, "Sent elsewhere", "The issuer sends the wallet to another address, which is not safe. " + nothingDone + "Tell the office."},
	{"offer_reply_malformed", "", Invalid, "Answer not understood", "The issuer's answer is not written as it must be. " + nothingDone + "Try again, or tell the office."},
	{"offer_spent", "", Invalid, "Offer used or expired", "This offer was used already, or its time is over. " + askOffice},
	{"offer_state_damaged", "", Invalid, "Cannot go on", "What was stored of this offer is damaged. " + askOffice},
	{"offer_type_unsupported", "", Invalid, "Card of another kind", "The offered card is of a kind that this wallet cannot hold. " + nothingDone + "Ask the office for another way."},
}
