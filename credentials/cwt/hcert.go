package cwt

import (
	"bytes"
	"strings"

	"domicile/crypto/alg"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

// Prefix is the context identifier of a health certificate's text.
const Prefix = "HC1:"

// The claims of a health certificate (HCERT, "CWT Claims").
const (
	claimHealth = -260
	healthEUDCC = 1
)

// KindPrefix is returned when a text is no HC1: text.
const KindPrefix fault.Kind = "qr_prefix_unknown"

// Statement is what a health certificate states, by the member of the DCC that
// holds it.
type Statement string

// The statements of the EU DCC schema.
const (
	Test        Statement = "t"
	Vaccination Statement = "v"
	Recovery    Statement = "r"
)

var statements = []Statement{Test, Vaccination, Recovery}

// HCERT is a parsed health certificate, not yet verified.
type HCERT struct {
	*Token
	Statements []Statement // at least one; the schema allows exactly one
	DCC        map[any]any // the certificate as signed
}

// ParseHCERT reads a health certificate from the text of its code, without
// verifying it.
func ParseHCERT(text string) (*HCERT, error) {
	body, found := strings.CutPrefix(text, Prefix)
	if !found {
		return nil, fault.New(KindPrefix, "no %s", Prefix)
	}
	if len(text) > encoding.MaxCredential {
		return nil, fault.New(cose.KindTooLong, "%d characters, at most %d", len(text), encoding.MaxCredential)
	}
	packed, err := encoding.DecodeBase45(body)
	if err != nil {
		return nil, err
	}
	data, err := encoding.Inflate(packed, encoding.MaxInflated)
	if err != nil {
		return nil, err
	}
	message, err := cose.ParseTolerant(data, cose.Tolerance{UnprotectedAlgorithm: true, ConflictingKeyID: true})
	if err != nil {
		return nil, err
	}
	if a := message.Algorithm(); a != alg.ES256 && a != alg.PS256 {
		return nil, fault.New(alg.KindNotAllowed, "health certificates are signed with ES256 or PS256, not %s", a)
	}
	token, err := fromMessage(message)
	if err != nil {
		return nil, err
	}
	return fromToken(token)
}

func fromToken(token *Token) (*HCERT, error) {
	if token.ExpiresAt.IsZero() || token.IssuedAt.IsZero() {
		return nil, fault.New(KindClaimMissing, "no date of issue or expiry")
	}
	health, present, err := mapAt(token.Claims, claimHealth)
	if err != nil || !present {
		return nil, missing(err, "no health certificate among the claims")
	}
	dcc, present, err := mapAt(health, healthEUDCC)
	if err != nil || !present {
		return nil, missing(err, "no EU DCC in the health certificate")
	}
	h := &HCERT{Token: token, DCC: dcc}
	if h.Statements, err = statementsOf(dcc); err != nil {
		return nil, err
	}
	return h, nil
}

// ConflictingKeyID returns the unprotected key id where the protected header
// has another one, else nil. The protected one, KeyID, counts; a caller whose
// trust knows only this one says cose.KindKidProtectedConflict.
func (h *HCERT) ConflictingKeyID() []byte {
	if other := h.message.UnprotectedKeyID(); !bytes.Equal(other, h.KeyID()) {
		return other
	}
	return nil
}

func missing(err error, detail string) error {
	if err != nil {
		return err
	}
	return fault.New(KindClaimMissing, "%s", detail)
}

func mapAt(m map[any]any, label int64) (inner map[any]any, present bool, err error) {
	if _, present = m[label]; !present {
		return nil, false, nil
	}
	err = claimOf(m, label, &inner)
	return inner, true, err
}

// statementsOf finds the non-empty ones: some states write the others as null
// or as empty arrays.
func statementsOf(dcc map[any]any) (found []Statement, err error) {
	for _, s := range statements {
		switch list := dcc[string(s)].(type) {
		case nil:
		case []any:
			if len(list) > 0 {
				found = append(found, s)
			}
		default:
			return nil, fault.New(KindClaimMalformed, "statement %q is not an array", s)
		}
	}
	if len(found) == 0 {
		return nil, fault.New(KindClaimMissing, "no statement on a test, vaccination or recovery")
	}
	return found, nil
}
