package request

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Parse reads a request by value: an address of a scheme for wallets, or of a
// wallet's page, with the parameters in its query. What cannot be supported is
// refused before the query is read.
func Parse(text string) (*Request, error) {
	if len(text) > MaxRequest {
		return nil, fault.New(KindTooLong, "%d bytes, at most %d", len(text), MaxRequest)
	}
	address, query, found := strings.Cut(text, "?")
	if !found || !strings.Contains(address, ":") {
		return nil, fault.New(KindMalformed, "no address with parameters")
	}
	if strings.Contains(query, "#") {
		return nil, fault.New(KindMalformed, "a fragment")
	}
	values, err := parameters(query, KindMalformed)
	if err != nil {
		return nil, err
	}
	if err := checkSupported(values); err != nil {
		return nil, err
	}
	r := &Request{ClientID: values["client_id"]}
	for _, read := range []func(*Request, map[string]string) error{
		readReturnURL, readNonce, readExtensions, readMetadata, readQuery, readState,
	} {
		if err := read(r, values); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// checkSupported recognises what this version does not do.
func checkSupported(values map[string]string) error {
	has := func(name string) bool { _, present := values[name]; return present }
	switch {
	case has("request_uri"):
		return fault.New(KindByReference, "request_uri")
	case has("request"):
		return fault.New(KindSigned, "a request object")
	case has("transaction_data"):
		return fault.New(KindTransactionData, "transaction_data")
	case values["response_type"] != "vp_token":
		return fault.New(KindResponseType, "not vp_token")
	// The default for this response type is fragment (section 5.6).
	case has("response_mode") && values["response_mode"] != "fragment":
		return fault.New(KindResponseMode, "not fragment")
	case !strings.HasPrefix(values["client_id"], prefixRedirect):
		return fault.New(KindClientPrefix, "not redirect_uri")
	}
	return nil
}

func readReturnURL(r *Request, values map[string]string) error {
	r.ReturnURL = strings.TrimPrefix(r.ClientID, prefixRedirect)
	if given, present := values["redirect_uri"]; present && given != r.ReturnURL {
		return fault.New(KindReturnMismatch, "redirect_uri is not the client identifier's")
	}
	return checkReturnURL(r.ReturnURL)
}

func readNonce(r *Request, values map[string]string) error {
	if r.Nonce = values["nonce"]; !isToken(r.Nonce) {
		return fault.New(KindNonce, "missing, too long, or with other characters")
	}
	return nil
}

// readExtensions reads our own two parameters.
func readExtensions(r *Request, values map[string]string) error {
	r.Purpose = values["domicile_purpose"]
	if utf8.RuneCountInString(r.Purpose) > MaxPurpose {
		return fault.New(KindMalformed, "the purpose is longer than %d characters", MaxPurpose)
	}
	text, present := values["domicile_expires"]
	if !present {
		return nil
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(seconds, 10) != text || seconds <= 0 || seconds > latestSecond {
		return fault.New(KindMalformed, "domicile_expires is no date in seconds")
	}
	r.ExpiresAt = time.Unix(seconds, 0).UTC()
	return nil
}

// latestSecond is the last one of the year 9999, which RFC 3339 can still say.
const latestSecond = 253_402_300_799

// readMetadata reads what the verifier says of itself (section 5.1).
func readMetadata(r *Request, values map[string]string) error {
	text, present := values["client_metadata"]
	if !present {
		return nil
	}
	metadata, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		return err
	}
	if r.VerifierName, _, err = encoding.String(metadata, "client_name"); err != nil {
		return fault.Wrap(KindMalformed, err, "client_metadata")
	}
	if utf8.RuneCountInString(r.VerifierName) > MaxPurpose {
		return fault.New(KindMalformed, "the name is longer than %d characters", MaxPurpose)
	}
	if r.Formats, _, err = encoding.Object(metadata, "vp_formats_supported"); err != nil {
		return fault.Wrap(KindMalformed, err, "client_metadata")
	}
	return nil
}

func readQuery(r *Request, values map[string]string) error {
	text, present := values["dcql_query"]
	_, scope := values["scope"]
	switch {
	case !present:
		return fault.New(KindQueryMissing, "no dcql_query")
	case scope:
		return fault.New(KindMalformed, "dcql_query and scope") // section 8.5
	}
	var err error
	r.Query, err = dcql.Parse([]byte(text))
	return err
}

// readState comes after the query: without a proof of the holder there is no
// nonce in the answer, and a state must bind it (section 5.3).
func readState(r *Request, values map[string]string) error {
	var present bool
	if r.State, present = values["state"]; present {
		if !isToken(r.State) {
			return fault.New(KindState, "too long, or with other characters")
		}
		return nil
	}
	for _, c := range r.Query.Credentials {
		if !c.HolderBinding {
			return fault.New(KindState, "missing, and an answer may have no nonce")
		}
	}
	return nil
}
