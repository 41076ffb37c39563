package offer

import (
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
)

const stateVersion = 1

// maxState bounds what Resume reads: all credentials of all cards and room for
// the rest.
const maxState = 8 << 20

// state is all of a session that outlives its process, in JSON.
type state struct {
	Version   int      `json:"version"`
	Phase     phase    `json:"phase"`
	Languages []string `json:"languages"`
	Retry     string   `json:"retry"` // secret, see the package's documentation
	Reference string   `json:"reference,omitempty"`
	Offer     Offer    `json:"offer"`

	Issuer  issuerMetadata `json:"issuer"`
	Servers []string       `json:"servers,omitempty"` // identifiers still to be asked
	Server  serverMetadata `json:"server"`

	Cards       []Card   `json:"cards,omitempty"`
	Unsupported []string `json:"unsupported,omitempty"`
	CodeRefused bool     `json:"code_refused,omitempty"`
	KeyCount    int      `json:"key_count,omitempty"`

	Token    token      `json:"token"`
	Nonce    string     `json:"nonce,omitempty"`
	Renonced bool       `json:"renonced,omitempty"` // one refused nonce was replaced
	Current  int        `json:"current,omitempty"`  // index of the card being fetched
	Deferral *deferral  `json:"deferral,omitempty"`
	Taken    [][]string `json:"taken,omitempty"`   // credentials, by card
	Notices  []string   `json:"notices,omitempty"` // notification_id, by card
}

// accepted reports whether Accept has succeeded.
func (s *state) accepted() bool {
	switch s.Phase {
	case phaseToken, phaseNonce, phaseCredential, phaseDeferred, phaseDone:
		return true
	}
	return false
}

// Issued pairs the cards with what came for them.
func (s *state) Issued() []Issued {
	issued := make([]Issued, len(s.Taken))
	for i, credentials := range s.Taken {
		issued[i] = Issued{Card: s.Cards[i], Credentials: credentials}
	}
	return issued
}

func (s *state) write() ([]byte, error) {
	data, err := encoding.EncodeJSON(s)
	if err != nil {
		return nil, fault.Wrap(KindState, err, "cannot write the state")
	}
	return data, nil
}

func (s *state) read(stored []byte) error {
	if len(stored) > maxState {
		return fault.New(KindState, "%d bytes", len(stored))
	}
	if err := encoding.UnmarshalJSON(stored, s); err != nil {
		return fault.Wrap(KindState, err, "cannot read the state")
	}
	if s.Version != stateVersion {
		return fault.New(KindState, "version %d", s.Version)
	}
	if s.Current < 0 || s.Current > len(s.Cards) || len(s.Taken) > len(s.Cards) {
		return fault.New(KindState, "cards do not add up")
	}
	for _, card := range s.Cards {
		if card.Copies < 1 || card.Copies > MaxCopies {
			return fault.New(KindState, "a card of %d copies", card.Copies)
		}
	}
	switch s.Phase {
	case phaseOffer, phaseIssuer, phaseServer, phasePreview, phaseDone:
		return nil
	case phaseToken, phaseNonce, phaseCredential, phaseDeferred:
		if s.Current == len(s.Cards) || s.Phase == phaseDeferred && s.Deferral == nil {
			return fault.New(KindState, "phase %s has nothing to fetch", s.Phase)
		}
		return nil
	}
	return fault.New(KindState, "phase is unknown")
}
