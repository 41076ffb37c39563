package request

import (
	"strconv"
	"time"
	"unicode/utf8"

	"domicile/credentials/dcql"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// latestSecond is the last one of the year 9999, which RFC 3339 can still say.
const latestSecond = 253_402_300_799

// readPeriod reads when the request ends: our parameter in an address, and the
// claims of a JWT in a request object (RFC 7519, 4.1.4 to 4.1.6).
func (in *input) readPeriod(r *Request) error {
	if !in.isJWT {
		return in.readExpires(r)
	}
	until, _, err := encoding.NumericDate(in.tree, "exp")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "exp")
	}
	r.ExpiresAt = until
	for _, name := range []string{"nbf", "iat"} {
		from, present, err := encoding.NumericDate(in.tree, name)
		if err != nil {
			return fault.Wrap(KindMalformed, err, "%s", name)
		}
		if present && from.After(in.now.Add(Leeway)) {
			return fault.New(KindMalformed, "%s is in the future", name)
		}
	}
	return nil
}

func (in *input) readExpires(r *Request) error {
	text, present, err := encoding.String(in.tree, "domicile_expires")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "domicile_expires")
	}
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

// readWords reads our other parameters.
func (in *input) readWords(r *Request) (err error) {
	if r.Purpose, err = textOf(in.tree, "domicile_purpose"); err != nil {
		return err
	}
	if utf8.RuneCountInString(r.Purpose) > MaxPurpose {
		return fault.New(KindMalformed, "the purpose is longer than %d characters", MaxPurpose)
	}
	if r.CheckCode, _, err = encoding.Bool(in.tree, "domicile_check_code"); err != nil {
		return fault.Wrap(KindMalformed, err, "domicile_check_code")
	}
	return nil
}

// readMetadata reads what the verifier says of itself (section 5.1), or what is
// known of it beforehand.
func (in *input) readMetadata(r *Request) error {
	metadata, _, err := encoding.Object(in.tree, "client_metadata")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "client_metadata")
	}
	if r.VerifierName, err = textOf(metadata, "client_name"); err != nil {
		return err
	}
	if utf8.RuneCountInString(r.VerifierName) > MaxPurpose {
		return fault.New(KindMalformed, "the name is longer than %d characters", MaxPurpose)
	}
	if r.Formats, _, err = encoding.Object(metadata, "vp_formats_supported"); err != nil {
		return fault.Wrap(KindMalformed, err, "client_metadata")
	}
	return readRecipient(r, metadata)
}

func (in *input) readQuery(r *Request) error {
	query, present, err := encoding.Object(in.tree, "dcql_query")
	if err != nil {
		return fault.Wrap(KindMalformed, err, "dcql_query")
	}
	_, scope := in.tree["scope"]
	switch {
	case !present:
		return fault.New(KindQueryMissing, "no dcql_query")
	case scope:
		return fault.New(KindMalformed, "dcql_query and scope") // section 8.5
	}
	text, err := encoding.EncodeJSON(query)
	if err != nil {
		return err
	}
	if r.Query, err = dcql.Parse(text); err != nil {
		return err
	}
	return in.checkFormats(r)
}

// readState comes after the query: without a proof of the holder there is no
// nonce in the answer, and a state must bind it (section 5.3), unless the
// browser does.
func (in *input) readState(r *Request) error {
	if in.origin != "" {
		return nil // not a parameter there: it would never come back
	}
	state, present, err := encoding.String(in.tree, "state")
	if err != nil {
		return fault.Wrap(KindState, err, "")
	}
	if r.State = state; present {
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
