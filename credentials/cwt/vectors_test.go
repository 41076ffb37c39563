package cwt_test

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math"
	"testing"
	"time"

	"domicile/credentials/cwt"
	"domicile/credentials/trust"
	"domicile/crypto/cose"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/internal/vectors"
)

// dccCase is one case of eu-digital-green-certificates/dgc-testdata.
type dccCase struct {
	File     string          `json:"file"`
	Clock    string          `json:"clock"`
	Expected map[string]bool `json:"expected"`
	Observed struct {
		Issued  float64 `json:"iat"`
		Expires float64 `json:"exp"`
	} `json:"observed"`

	text   string
	signer *x509.Certificate
}

func loadDCC(t *testing.T) []dccCase {
	t.Helper()
	var cases []dccCase
	vectors.ReadJSON(t, "dgc/index.json", &cases)
	for i := range cases {
		var file struct {
			Text    string `json:"PREFIX"`
			Context struct {
				Certificate string `json:"CERTIFICATE"`
			} `json:"TESTCTX"`
		}
		vectors.ReadJSON(t, "dgc/"+cases[i].File, &file)
		der, err := base64.StdEncoding.DecodeString(file.Context.Certificate)
		if err != nil {
			t.Fatal(err)
		}
		if cases[i].signer, err = x509.ParseCertificate(der); err != nil {
			t.Fatalf("%s: %v", cases[i].File, err)
		}
		cases[i].text = file.Text
	}
	return cases
}

// refusals are the flags that a verifier can show to be false, with the kinds
// that then fit.
var refusals = map[string][]fault.Kind{
	"EXPECTEDUNPREFIX":        {cwt.KindPrefix},
	"EXPECTEDCOMPRESSION":     {encoding.KindZlibMissing, encoding.KindZlibCorrupt},
	"EXPECTEDDECODE":          {cwt.KindClaimMalformed, cwt.KindClaimMissing},
	"EXPECTEDVERIFY":          {"signature_length", "signature_invalid", trust.KindUnknown, cose.KindKidProtectedConflict},
	"EXPECTEDKEYUSAGE":        {trust.KindNotForType},
	"EXPECTEDEXPIRATIONCHECK": {"expired", "iat_future", "chain_expired"},
	"EXPTECTEDEXPIRED":        {"expired"},
}

func (c dccCase) refusedWith() (kinds []fault.Kind) {
	for flag, fitting := range refusals {
		if good, tested := c.Expected[flag]; tested && !good {
			kinds = append(kinds, fitting...)
		}
	}
	return kinds
}

// clock is the case's own, moved into the certificate's life where the source
// does not test expiry.
func (c dccCase) clock(t *testing.T) time.Time {
	t.Helper()
	at, err := parseClock(c.Clock)
	if err != nil {
		t.Fatalf("%s: %v", c.File, err)
	}
	_, expiry := c.Expected["EXPECTEDEXPIRATIONCHECK"]
	_, expired := c.Expected["EXPTECTEDEXPIRED"]
	seconds := float64(at.Unix())
	if expiry || expired || c.Observed.Issued == 0 || c.Observed.Issued <= seconds && seconds <= c.Observed.Expires {
		return at
	}
	return time.Unix(int64(math.Ceil(c.Observed.Issued)), 0)
}

func parseClock(text string) (at time.Time, err error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05"} {
		if at, err = time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return at, err
}

func (c dccCase) verify(at time.Time) error {
	h, err := cwt.ParseHCERT(c.text)
	if err != nil {
		return err
	}
	store := trust.NewStore(trust.Anchor{Certificates: []*x509.Certificate{c.signer}})
	signers, err := store.Signers(trust.Question{Type: "hcert:" + string(h.Statements[0]), Thumb: h.KeyID()}, at)
	if err != nil {
		return err
	}
	if err := h.Verify(signers[0].Key); err != nil {
		return err
	}
	if h.IssuedAt.After(at) {
		return fault.New("iat_future", "")
	}
	if h.ExpiresAt.Before(at) {
		return fault.New("expired", "")
	}
	_, err = h.ClaimTree()
	return err
}

// leftOpen are cases whose outcome the source leaves open: a schema violation
// that it does not let a verifier see, a usage it expects to be refused
// although the certificate has none, ES256 with a key on P-384.
func (c dccCase) leftOpen() bool {
	schema, tested := c.Expected["EXPECTEDSCHEMAVALIDATION"]
	usage, usageTested := c.Expected["EXPECTEDKEYUSAGE"]
	kind := fault.KindOf(c.verify(c.Time()))
	switch {
	case tested && !schema:
		return true
	case usageTested && !usage && len(c.signer.UnknownExtKeyUsage) > 0 && kind == "":
		return true
	case !usageTested && kind == trust.KindNotForType:
		return true
	}
	return kind == "alg_key_mismatch"
}

// Time is the date of issue, at which every genuine case is good.
func (c dccCase) Time() time.Time { return time.Unix(int64(math.Ceil(c.Observed.Issued)), 0) }

func TestHealthCertificatesOfTheStates(t *testing.T) {
	accepted, refused, open := 0, 0, 0
	for _, c := range loadDCC(t) {
		err := c.verify(c.clock(t))
		kinds := c.refusedWith()
		switch {
		case len(kinds) == 0 && err == nil:
			accepted++
		case len(kinds) > 0 && err != nil:
			refused++
			if !fits(err, kinds) {
				t.Errorf("%s: refused with %v, want one of %v", c.File, err, kinds)
			}
		case c.leftOpen():
			open++
		default:
			t.Errorf("%s: %v, expected %s", c.File, err, fmt.Sprint(c.Expected))
		}
	}
	t.Logf("%d accepted, %d refused, %d left open by the source", accepted, refused, open)
	if accepted == 0 || refused == 0 {
		t.Error("nothing was tested")
	}
}

func fits(err error, kinds []fault.Kind) bool {
	for _, kind := range kinds {
		if fault.KindOf(err) == kind {
			return true
		}
	}
	return false
}

// The key id of a genuine certificate may stand in both headers with different
// values: the protected one counts (DGC CO22 names nobody with it).
func TestProtectedKeyIDCounts(t *testing.T) {
	for _, c := range loadDCC(t) {
		if c.File != "common/2DCode/raw/CO22.json" {
			continue
		}
		h, err := cwt.ParseHCERT(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if want := trust.CertificateKeyID(c.signer); string(h.KeyID()) != "foo" || string(h.ConflictingKeyID()) != string(want) {
			t.Errorf("key id %x, conflicting %x", h.KeyID(), h.ConflictingKeyID())
		}
	}
}
