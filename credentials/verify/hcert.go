package verify

import (
	"domicile/credentials/cwt"
	"domicile/credentials/trust"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// hcertCard is a health certificate. It is a bearer document: no holder's key is
// in it, and none can be proven.
type hcertCard struct {
	*cwt.HCERT
	tree map[string]any
}

// hcertTypes are the statements as a trust anchor names them.
var hcertTypes = map[cwt.Statement]string{
	cwt.Test:        trust.HCERTTest,
	cwt.Vaccination: trust.HCERTVaccination,
	cwt.Recovery:    trust.HCERTRecovery,
}

// readHCERT reads the text of a code. A certificate makes one statement (schema
// 1.3.0): who signs may be limited to some statements, and several at once would
// need a signer for each.
func readHCERT(text string) (card, error) {
	h, err := cwt.ParseHCERT(text)
	if err != nil {
		return nil, err
	}
	if len(h.Statements) > 1 {
		return nil, fault.New(cwt.KindClaimMalformed, "%d statements in one certificate", len(h.Statements))
	}
	tree, err := h.ClaimTree()
	return &hcertCard{h, tree}, err
}

func (c *hcertCard) question() (trust.Question, error) {
	return trust.Question{
		Issuer: c.Issuer, Type: c.types()[0], Thumb: c.KeyID(), Algorithm: c.Message().Algorithm(),
	}, nil
}

// otherQuestion asks with the key identifier that does not count: where only it
// names a signer, the certificate contradicts itself.
func (c *hcertCard) otherQuestion() (trust.Question, bool) {
	other := c.ConflictingKeyID()
	q, _ := c.question()
	q.Thumb = other
	return q, len(other) > 0
}

func (c *hcertCard) carriesKey() bool { return false }

func (c *hcertCard) verify(key keys.Public) error { return c.Verify(key) }

func (c *hcertCard) claims() map[string]any { return c.tree }

func (c *hcertCard) types() []string { return []string{hcertTypes[c.Statements[0]]} }

func (c *hcertCard) period() period { return tokenPeriod(c.Token) }

func (c *hcertCard) namesStatus() bool { return false }

func (c *hcertCard) hasProof() bool { return false }

func (c *hcertCard) checkProof(proofAsked) error { return errNoProof }
