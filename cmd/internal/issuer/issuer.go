package issuer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"time"

	"domicile/crypto/keys"
)

// Lifetimes and limits of the flow.
const (
	OfferLifetime = 15 * time.Minute // of a pre-authorized code
	TokenLifetime = 10 * time.Minute // of an access token
	NonceLifetime = 10 * time.Minute // of a c_nonce
	ProofLeeway   = time.Minute      // of clocks that disagree
	TxAttempts    = 5                // wrong transaction codes an offer survives
	TxLength      = 6                // digits
	BatchSize     = 10               // copies of a card
	MaxBody       = 64 << 10         // bytes of a request
)

// Issuer is one credential issuer with its office.
type Issuer struct {
	config   Config
	store    *store
	secrets  secrets
	operator string // bearer token of the office; "" where the office is open
	now      func() time.Time
	rand     io.Reader
	log      *slog.Logger
}

// Options replace what an issuer takes from its surroundings; each may be left
// out.
type Options struct {
	Now  func() time.Time
	Rand io.Reader
	Log  *slog.Logger
	// Key signs the cards instead of the key of the data directory.
	Key keys.Private
}

// Open opens an issuer on a data directory, which is made where there is none.
func Open(config Config, dir string, options Options) (*Issuer, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	i := &Issuer{config: config, now: options.Now, rand: options.Rand, log: options.Log}
	if i.now == nil {
		i.now = time.Now
	}
	if i.rand == nil {
		i.rand = rand.Reader
	}
	if i.log == nil {
		i.log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the issuer's directory: %w", err)
	}
	var err error
	if i.secrets, err = loadSecrets(dir, i.rand); err != nil {
		return nil, err
	}
	if !options.Key.IsZero() {
		i.secrets.signing = options.Key
	}
	if !config.Demo {
		if i.operator, err = loadOperator(dir, i.rand); err != nil {
			return nil, err
		}
	}
	if i.store, err = openStore(dir); err != nil {
		return nil, err
	}
	return i, nil
}

// Close closes the database.
func (i *Issuer) Close() error { return i.store.close() }

// Sweep forgets what has had its time, at once and then every minute, until the
// context ends.
func (i *Issuer) Sweep(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := i.store.sweep(ctx, i.now()); err != nil && !errors.Is(err, context.Canceled) {
			i.log.Error("sweep", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Register adds the issuer's routes to a server.
func (i *Issuer) Register(mux *http.ServeMux) {
	path := i.config.Path
	i.open(mux, "GET", "/.well-known/openid-credential-issuer"+path, i.issuerMetadata)
	i.open(mux, "GET", "/.well-known/oauth-authorization-server"+path, i.serverMetadata)
	i.open(mux, "GET", "/.well-known/jwt-vc-issuer"+path, i.keyMetadata)
	i.open(mux, "GET", path+"/offers/{id}", i.getOffer)
	i.open(mux, "POST", path+"/token", i.postToken)
	i.open(mux, "POST", path+"/nonce", i.postNonce)
	i.open(mux, "POST", path+"/credential", i.postCredential)
	i.open(mux, "POST", path+"/notification", i.postNotification)
	i.open(mux, "GET", "/trust/list.json", i.trustList)
	i.office(mux, "GET", "/office/api/config", i.getOffice)
	i.office(mux, "GET", "/office/api/people", i.getPeople)
	i.office(mux, "POST", "/office/api/offers", i.postOffer)
	i.office(mux, "GET", "/office/api/issued", i.getIssued)
}

// Identifier is the credential issuer identifier.
func (i *Issuer) Identifier() string { return i.config.Identifier() }

// FirstType is the type that the office issues when nobody says which.
func (i *Issuer) FirstType() string { return i.config.Types[0].ID }

// Signer is the key that signs the cards, its kid, and the issuer's name.
func (i *Issuer) Signer() (key keys.Private, kid, name string) {
	return i.secrets.signing, i.keyID(), i.config.Identifier()
}
