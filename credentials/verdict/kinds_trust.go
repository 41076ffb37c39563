package verdict

// trustKinds are about who issued, and when.
var trustKinds = []Entry{
	{"certificate_malformed", Issuer, Invalid, "Certificate malformed", "A certificate of the issuer cannot be read. " + askForNew},
	{"chain_broken", Issuer, Invalid, "Certificates do not connect", "Nobody you trust vouches for this issuer. " + askForNew},
	{"chain_expired", Issuer, Invalid, "Issuer's certificate expired", "The issuer's own certificate is not valid at this time. " + askForNew},
	{"chain_name_mismatch", Issuer, Invalid, "Certificate of another", "The certificate belongs to another name than the issuer's. " + askForNew},
	{"clock_suspect", Time, Unknown, "Clock is wrong", "This device's clock is behind times it has already seen: set the clock, then check again."},
	{"expired", Time, Invalid, "Expired", "The card has expired: ask the holder for a current one."},
	{"iat_future", Time, Invalid, "Issued in the future", "The card claims to be issued in the future: check this device's clock, and else do not accept it."},
	{"issuer_expired", Issuer, Invalid, "Issuer's time is over", "The issuer was trusted for another time than now. " + askForNew},
	{"issuer_not_for_type", Issuer, Invalid, "Issuer not entitled", "This issuer is not entitled to issue such cards. " + askForNew},
	{"issuer_test_only", Issuer, Unknown, "Test issuer", "This is a practice card: it proves nothing outside of test mode."},
	{"issuer_unknown", Issuer, Unknown, "Issuer not known", "The issuer is on no list of yours: do not accept the card, or load the list that names its issuer."},
	{"not_yet_valid", Time, Invalid, "Not yet valid", "The card is not valid yet: ask the holder for a current one, or to come back later."},
	{"time_in_milliseconds", Time, Invalid, "Dates malformed", "The card's dates are written in a form that is not allowed. " + askForNew},
	{"trust_list_expired", Issuer, Unknown, "List of issuers too old", "The list that names the issuer has expired: load the current one, then check again."},
	{"trust_list_malformed", Issuer, Invalid, "List of issuers damaged", "The list of issuers is damaged or incomplete: get it again from whoever publishes it."},
	{"trust_source_unknown", Issuer, Invalid, "Not a list of issuers", "This file names no issuers: choose a certificate, a key set, a DID document or a trust list."},
}
