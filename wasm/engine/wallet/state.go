package wallet

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"domicile/credentials/holder"
	"domicile/credentials/sdjwt"
	"domicile/credentials/trust"
	"domicile/crypto/encoding"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// Read describes the wallet for the screen.
func (w *Wallet) Read(api.Nothing) (api.WalletState, error) {
	open, err := w.unlocked()
	if err != nil {
		return api.WalletState{}, err
	}
	state := open.State()
	described := api.WalletState{Seq: int(state.Seq), Damaged: len(state.Damaged)}
	for _, card := range state.Cards {
		shown, err := w.card(card)
		if err != nil {
			return api.WalletState{}, err
		}
		if card.Deleted() {
			described.Trash = append(described.Trash, shown)
		} else {
			described.Cards = append(described.Cards, shown)
		}
	}
	for _, order := range state.Orders {
		described.Pending = append(described.Pending, api.Pending{
			ID: order.ID, Issuer: order.Origin.Issuer, Title: order.Origin.Title, Since: engine.Text(order.Since),
		})
	}
	for _, entry := range slices.Backward(state.Log) {
		described.Log = append(described.Log, logEntry(entry))
	}
	return described, nil
}

// logEvents are the words of the log that differ from the events'.
var logEvents = map[string]api.LogEvent{"ordered": api.LogStarted}

func logEntry(e holder.Entry) api.LogEntry {
	return api.LogEntry{
		At: engine.Text(e.At), Event: cmp.Or(logEvents[e.Event], api.LogEvent(e.Event)),
		Card: e.Card, Party: e.Party, Claims: e.Claims, Reason: e.Purpose,
		Host: e.Host, Sure: api.Sureness(e.Sure), Transactions: e.Transactions,
	}
}

// card describes one card by the claims of its first copy; all copies say the
// same.
func (w *Wallet) card(c holder.Card) (api.Card, error) {
	token, err := sdjwt.Parse(c.Copies[0].Text)
	if err != nil {
		return api.Card{}, err
	}
	claims, err := token.Claims()
	if err != nil {
		return api.Card{}, err
	}
	from, until := period(claims)
	listed := w.listings.of(c, &w.trusted, w.around.Now())
	return api.Card{
		ID: c.ID, Type: c.Origin.Type, Title: c.Origin.Title,
		Issuer: cmp.Or(listed.Name, c.Origin.Issuer), IssuerURL: c.Origin.IssuerURL, Scope: api.Scope(listed.Scope),
		Holder: name(claims), Colour: c.Origin.Colour, Pattern: c.Origin.Pattern, Unchecked: c.Origin.Unchecked,
		From: engine.Text(from), Until: engine.Text(until), Expired: !until.IsZero() && !w.around.Now().Before(until),
		Claims: engine.Tree(claims), Copies: len(c.Copies), Unused: c.Unused(),
		AddedAt: engine.Text(c.AddedAt), DeletedAt: engine.Text(c.DeletedAt),
	}, nil
}

func period(claims map[string]any) (from, until time.Time) {
	from, present, err := encoding.NumericDate(claims, "nbf")
	if err != nil || !present {
		from, _, _ = encoding.NumericDate(claims, "iat")
	}
	until, _, _ = encoding.NumericDate(claims, "exp")
	return from, until
}

// name is what a person would call the holder.
func name(claims map[string]any) string {
	given, _, _ := encoding.String(claims, "given_name")
	family, _, _ := encoding.String(claims, "family_name")
	whole, _, _ := encoding.String(claims, "name")
	return cmp.Or(strings.TrimSpace(given+" "+family), whole)
}

// listings remembers by which entry of the list of trust each card is known:
// finding out costs a signature.
type listings struct {
	loads int // of the list that the answers are by
	known map[string]trust.Anchor
}

func (l *listings) of(c holder.Card, trusted *engine.Trusted, now time.Time) trust.Anchor {
	if l.known == nil || l.loads != trusted.Loads {
		*l = listings{trusted.Loads, map[string]trust.Anchor{}}
	}
	anchor, known := l.known[c.ID]
	if !known {
		anchor, _ = c.ListedBy(trusted.Store, now)
		l.known[c.ID] = anchor
	}
	return anchor
}
