package offer

import (
	"io"
	"time"

	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
)

// Timeout is how long the caller should wait for an answer.
const Timeout = 20 * time.Second

// Options are what a session needs from its caller.
type Options struct {
	// Rand is read for the session's retry secret.
	Rand io.Reader
	// Languages are language tags in order of preference, for names and labels;
	// English is added at the end.
	Languages []string
}

// Session is one issuance under way. It is not safe for concurrent use.
type Session struct {
	state   state
	keys    []keys.Private
	txCode  string
	unsaved bool
}

// phase is where a session is; each has one file that enters and leaves it.
type phase string

const (
	phaseOffer      phase = "offer"    // fetch the offer object
	phaseIssuer     phase = "issuer"   // fetch the issuer's metadata
	phaseServer     phase = "server"   // fetch the authorization server's
	phasePreview    phase = "preview"  // ask the person
	phaseToken      phase = "token"    // redeem the code
	phaseNonce      phase = "nonce"    // fetch a nonce for the proofs
	phaseCredential phase = "request"  // fetch the credential
	phaseDeferred   phase = "deferred" // ask whether it is ready
	phaseDone       phase = "done"
)

// Start opens the text of an offer: a link of any scheme with the parameter
// credential_offer or credential_offer_uri (section 4.1), or the offer object
// itself.
func Start(text string, options Options, now time.Time) (*Session, Step, error) {
	parsed, err := Parse(text)
	if err != nil {
		return nil, Step{}, err
	}
	secret := make([]byte, 16)
	if _, err := io.ReadFull(options.Rand, secret); err != nil {
		return nil, Step{}, fault.Wrap(KindState, err, "no randomness")
	}
	s := &Session{state: state{
		Version:   stateVersion,
		Languages: languages(options.Languages),
		Retry:     encoding.EncodeBase64URL(secret),
	}}
	if parsed.Reference != "" {
		s.state.Reference, s.state.Phase = parsed.Reference, phaseOffer
	} else {
		s.take(parsed)
	}
	step, err := s.Step(now)
	return s, step, err
}

// Resume continues from a stored state. The keys are those given to Accept, in
// the same order; nil where the state is older than that.
func Resume(stored []byte, held []keys.Private, now time.Time) (*Session, Step, error) {
	s := &Session{keys: held}
	if err := s.state.read(stored); err != nil {
		return nil, Step{}, err
	}
	if s.state.accepted() {
		if err := s.checkKeys(held); err != nil {
			return nil, Step{}, err
		}
	}
	s.rewind()
	step, err := s.Step(now)
	return s, step, err
}

// rewind goes back to the last phase that can be entered afresh: a nonce is
// fetched anew, a transaction code has to be typed again.
func (s *Session) rewind() {
	switch {
	case s.state.Phase == phaseCredential:
		s.toProofs()
	case s.state.Phase == phaseToken && s.state.Offer.TxCode != nil:
		s.state.Phase = phasePreview
	}
}

// State is the session in a form to store. It holds the offer's code and the
// access token, which are secrets; it holds neither the keys nor the
// transaction code.
func (s *Session) State() ([]byte, error) {
	data, err := s.state.write()
	if err == nil {
		s.unsaved = false
	}
	return data, err
}

// Accepted reports whether the person has accepted, so that there is something
// to resume.
func (s *Session) Accepted() bool { return s.state.accepted() }

// Issuer is the issuer by its own account, empty until its metadata are there.
func (s *Session) Issuer() Issuer { return s.preview().Issuer }

// Step says what to do next. It changes nothing: until Next or Accept succeed
// it says the same again, with fresh times in the proofs.
func (s *Session) Step(now time.Time) (Step, error) {
	step := Step{Save: s.unsaved, Progress: s.progress()}
	var err error
	switch s.state.Phase {
	case phaseOffer:
		step.Request = get(s.state.Reference)
	case phaseIssuer:
		step.Request, err = s.issuerRequest()
	case phaseServer:
		step.Request, err = s.serverRequest()
	case phasePreview:
		step.Preview = s.preview()
	case phaseToken:
		step.Request = s.tokenRequest()
	case phaseNonce:
		step.Request = s.nonceRequest()
	case phaseCredential:
		step.Request, err = s.credentialRequest(now)
	case phaseDeferred:
		err = s.deferredStep(&step, now)
	case phaseDone:
		step.Issued = s.state.Issued()
	}
	return step, err
}

// Next takes the answer to the step's Request.
func (s *Session) Next(r Response, now time.Time) (Step, error) {
	if err := s.answer(r, now); err != nil {
		return Step{}, err
	}
	return s.Step(now)
}

func (s *Session) answer(r Response, now time.Time) error {
	switch s.state.Phase {
	case phaseOffer:
		return s.offerReply(r)
	case phaseIssuer:
		return s.issuerReply(r)
	case phaseServer:
		return s.serverReply(r)
	case phaseToken:
		return s.tokenReply(r, now)
	case phaseNonce:
		return s.nonceReply(r)
	case phaseCredential:
		return s.credentialReply(r, now)
	case phaseDeferred:
		return s.deferredReply(r, now)
	}
	return fault.New(KindOrder, "no request is open")
}

// Accept accepts the preview, with the transaction code where one is asked for
// and as many keys as Preview.Keys says. When the preview came back because the
// code was wrong, or after Resume because it has to be typed again, the same
// keys are given again.
func (s *Session) Accept(txCode string, held []keys.Private, now time.Time) (Step, error) {
	if s.state.Phase != phasePreview {
		return Step{}, fault.New(KindOrder, "there is no preview to accept")
	}
	if err := s.checkKeys(held); err != nil {
		return Step{}, err
	}
	if err := s.state.Offer.checkCode(txCode); err != nil {
		return Step{}, err
	}
	s.keys, s.txCode = held, txCode
	s.state.KeyCount = len(held)
	s.state.Phase, s.unsaved = phaseToken, true
	return s.Step(now)
}

func (s *Session) checkKeys(held []keys.Private) error {
	want := s.preview().Keys()
	if len(held) != want {
		return fault.New(KindKeys, "%d keys given, %d needed", len(held), want)
	}
	for _, card := range s.state.Cards {
		for _, key := range held[:card.keys()] {
			if key.Algorithm() != card.Algorithm {
				return fault.New(KindKeys, "a key is not of algorithm %s", card.Algorithm)
			}
		}
		held = held[card.keys():]
	}
	return nil
}

// progress counts the replies so far against those expected: five for one card,
// and two more for each further one.
func (s *Session) progress() float64 {
	order := map[phase]int{
		phaseOffer: 0, phaseIssuer: 1, phaseServer: 2, phasePreview: 3, phaseToken: 3,
		phaseNonce: 4, phaseCredential: 5, phaseDeferred: 5, phaseDone: 6,
	}
	done, all := order[s.state.Phase], 6
	if cards := len(s.state.Cards); cards > 1 {
		done, all = done+2*s.state.Current, all+2*(cards-1)
	}
	return float64(min(done, all)) / float64(all)
}
