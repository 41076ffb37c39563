package cwt

import (
	"math"
	"time"

	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// The registered claims of RFC 8392, 4.
const (
	claimIssuer    = 1
	claimSubject   = 2
	claimAudience  = 3
	claimExpires   = 4
	claimNotBefore = 5
	claimIssuedAt  = 6
	claimID        = 7
)

// The kinds that this package raises itself; those of crypto/cose and
// crypto/encoding pass through.
const (
	// KindClaimMissing is returned when a claim that the use demands is absent.
	KindClaimMissing fault.Kind = "claim_missing"
	// KindClaimMalformed is returned when a claim has the wrong type.
	KindClaimMalformed = encoding.KindCBORType
	// KindTimeInMilliseconds is returned when a date is too large to be in
	// seconds.
	KindTimeInMilliseconds = encoding.KindTimeInMilliseconds
)

// latestSecond is the first of January 5138: larger dates are milliseconds.
const latestSecond = 100_000_000_000

// Token is a parsed CWT, not yet verified. Absent claims are zero values.
type Token struct {
	Issuer    string
	Subject   string
	Audience  []string
	ExpiresAt time.Time
	NotBefore time.Time
	IssuedAt  time.Time
	ID        []byte
	Claims    map[any]any // all of them, as crypto/encoding decodes CBOR

	message *cose.Sign1
}

// Parse reads a token without verifying it.
func Parse(data []byte) (*Token, error) {
	message, err := cose.ParseSign1(data)
	if err != nil {
		return nil, err
	}
	return fromMessage(message)
}

func fromMessage(message *cose.Sign1) (*Token, error) {
	tree, err := encoding.DecodeCBOR(message.Payload)
	if err != nil {
		return nil, err
	}
	claims, ok := tree.(map[any]any)
	if !ok {
		return nil, fault.New(encoding.KindCBORType, "the payload is not a map")
	}
	t := &Token{Claims: claims, message: message}
	return t, t.readClaims()
}

func (t *Token) readClaims() (err error) {
	read := func(one error) {
		if err == nil {
			err = one
		}
	}
	read(claimOf(t.Claims, claimIssuer, &t.Issuer))
	read(claimOf(t.Claims, claimSubject, &t.Subject))
	read(claimOf(t.Claims, claimID, &t.ID))
	read(t.readAudience())
	read(dateOf(t.Claims, claimExpires, &t.ExpiresAt))
	read(dateOf(t.Claims, claimNotBefore, &t.NotBefore))
	read(dateOf(t.Claims, claimIssuedAt, &t.IssuedAt))
	return err
}

// claimOf reads one claim of a fixed type, where it is present.
func claimOf[T any](claims map[any]any, label int64, into *T) error {
	value, present := claims[label]
	if !present {
		return nil
	}
	typed, ok := value.(T)
	if !ok {
		return fault.New(KindClaimMalformed, "claim %d has the wrong type", label)
	}
	*into = typed
	return nil
}

// readAudience reads a text, or an array of texts.
func (t *Token) readAudience() error {
	list, isList := t.Claims[int64(claimAudience)].([]any)
	if !isList {
		var one string
		if err := claimOf(t.Claims, claimAudience, &one); err != nil || one == "" {
			return err
		}
		list = []any{one}
	}
	for _, entry := range list {
		text, ok := entry.(string)
		if !ok {
			return fault.New(KindClaimMalformed, "an audience is not text")
		}
		t.Audience = append(t.Audience, text)
	}
	return nil
}

// dateOf reads a NumericDate (RFC 8392, 2): a number without a tag.
func dateOf(claims map[any]any, label int64, into *time.Time) error {
	value, present := claims[label]
	if !present {
		return nil
	}
	var seconds, fraction float64
	switch n := value.(type) {
	case int64:
		seconds = float64(n)
	case uint64:
		seconds = float64(n)
	case float64:
		seconds, fraction = math.Modf(n)
	default:
		return fault.New(KindClaimMalformed, "date %d is not a number", label)
	}
	if seconds >= latestSecond {
		return fault.New(KindTimeInMilliseconds, "date %d is not in seconds", label)
	}
	if !(seconds >= 0) { // NaN included
		return fault.New(KindClaimMalformed, "date %d lies before 1970", label)
	}
	*into = time.Unix(int64(seconds), int64(fraction*1e9)).UTC()
	return nil
}

// KeyID returns the token's key id; it chooses among trusted keys and proves
// nothing.
func (t *Token) KeyID() []byte { return t.message.KeyID() }

// Message returns the signed message that the token came in.
func (t *Token) Message() *cose.Sign1 { return t.message }

// Verify checks the signature with a key from the caller's own trust.
func (t *Token) Verify(key keys.Public) error { return t.message.Verify(key, nil) }
