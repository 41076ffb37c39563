package verifier

import (
	"cmp"
	"io"
	"strings"
	"time"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/crypto/keys"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

// exchangeLife is how long the relay keeps an exchange: a code that is looked at
// until its end, then a request that lives from when it was opened, then the
// clocks' difference.
const exchangeLife = 2*request.Lifetime + request.Leeway

// Challenge asks, with a fresh nonce, and where the answer comes encrypted a
// fresh key. Neither leaves the engine but in the question.
func (v *Verifier) Challenge(q api.ChallengeRequest) (api.Challenge, error) {
	q.Way, q.Identity = cmp.Or(q.Way, api.WayCode), cmp.Or(q.Identity, api.IdentityAddress)
	asked, err := v.prepare(q)
	if err != nil {
		return api.Challenge{}, err
	}
	answer := api.Challenge{
		ID: asked.id, ExpiresAt: engine.Text(asked.request.ExpiresAt),
		Cards: describeQuery(asked.request.Query), CheckCode: asked.request.CheckCode,
	}
	if err := v.express(asked, q, &answer); err != nil {
		return api.Challenge{}, err
	}
	v.keep(asked)
	return answer, nil
}

// prepare makes the question, and holds what the page wants to what is possible.
func (v *Verifier) prepare(q api.ChallengeRequest) (*question, error) {
	asked := &question{way: q.Way}
	wanted, err := v.wanted(q, asked)
	if err != nil {
		return nil, err
	}
	exchange, err := v.place(q, &wanted)
	if err != nil {
		return nil, err
	}
	if asked.signer, err = v.signer(q, &wanted); err != nil {
		return nil, err
	}
	if asked.key, err = v.encryption(&wanted); err != nil {
		return nil, err
	}
	now := v.around.Now()
	if asked.request, err = request.Build(v.around.Rand, wanted, now); err != nil {
		return nil, err
	}
	asked.id = cmp.Or(exchange, asked.request.State)
	asked.until = now.Add(exchangeLife)
	return asked, checkHighAssurance(q, asked)
}

// wanted is what is asked, and in whose words.
func (v *Verifier) wanted(q api.ChallengeRequest, asked *question) (request.Question, error) {
	wanted := request.Question{VerifierName: q.Verifier, Purpose: q.Purpose, CheckCode: q.CheckCode}
	if (q.Preset == "") == (q.Query == "") {
		return wanted, engine.BadRequest("either a preset or a query")
	}
	if q.Preset != "" {
		preset, err := request.FindPreset(q.Preset)
		if err != nil {
			return wanted, err
		}
		asked.preset = preset.ID
		wanted.Query, wanted.Purpose = preset.Query(), cmp.Or(q.Purpose, preset.Purpose)
	} else {
		query, err := readQuery(q.Query)
		if err != nil {
			return wanted, err
		}
		wanted.Query = query
	}
	return wanted, addTransaction(q.Transaction, &wanted)
}

// readQuery reads a query of one's own, which must ask for what can be checked
// here.
func readQuery(text string) (dcql.Query, error) {
	query, err := dcql.Parse([]byte(text))
	if err != nil {
		return query, err
	}
	for _, c := range query.Credentials {
		if c.Format != "dc+sd-jwt" {
			return query, fault.New(verify.KindFormatUnsupported, "the answer to %q could not be checked", c.ID)
		}
	}
	return query, nil
}

func addTransaction(t *api.AskedTransaction, wanted *request.Question) error {
	if t == nil {
		return nil
	}
	ids := []string{}
	for _, c := range wanted.Query.Credentials {
		ids = append(ids, c.ID)
	}
	made, err := request.NewTransaction(t.Type, ids, t.Members)
	wanted.Transactions = []request.Transaction{made}
	return err
}

// place says in which mode the answer comes, and to which address. It returns the
// name of the exchange, "" where there is none yet.
func (v *Verifier) place(q api.ChallengeRequest, wanted *request.Question) (string, error) {
	if q.CheckCode && (q.Way != api.WayRelay || q.Identity == api.IdentityAddress) {
		return "", engine.BadRequest("a check code needs a relay, and an identity with a key")
	}
	if q.Way == api.WayCode {
		wanted.Mode, wanted.ReturnURL = request.Fragment, q.ReturnURL
		return "", nil
	}
	id, err := v.token()
	if err != nil {
		return "", err
	}
	switch q.Way {
	case api.WayBrowser:
		wanted.Mode = request.BrowserJWT
		wanted.Origin, err = originOf(q.ReturnURL)
	case api.WayRelay, api.WaySameDevice:
		wanted.Mode, wanted.ReturnURL = request.DirectPostJWT, exchangeAt(q.Relay, id)+"/response"
	default:
		return "", engine.BadRequest("no such way to ask")
	}
	return id, err
}

func exchangeAt(relay, id string) string { return strings.TrimRight(relay, "/") + "/x/" + id }

// originOf cuts an address down to its origin, as browsers do.
func originOf(address string) (string, error) {
	scheme, rest, found := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	if !found || scheme == "" || host == "" {
		return "", engine.BadRequest("return_url has no origin")
	}
	return scheme + "://" + host, nil
}

// token is a fresh name or secret.
func (v *Verifier) token() (string, error) {
	secret := make([]byte, 16)
	if _, err := io.ReadFull(v.around.Rand, secret); err != nil {
		return "", fault.Wrap(request.KindRandom, err, "")
	}
	return encoding.EncodeBase64URL(secret), nil
}

// encryption makes the key that this one answer is encrypted for.
func (v *Verifier) encryption(wanted *request.Question) (keys.Agreement, error) {
	if !wanted.Mode.Encrypted() {
		return keys.Agreement{}, nil
	}
	key, err := keys.GenerateAgreement(v.around.Rand)
	if err != nil {
		return key, err
	}
	wanted.Encrypt = key.Public()
	wanted.Encrypt.ID, err = v.token()
	return key, err
}

// express writes the question in the form that its way has.
func (v *Verifier) express(asked *question, q api.ChallengeRequest, answer *api.Challenge) error {
	switch asked.way {
	case api.WayBrowser:
		return expressBrowser(asked, answer)
	case api.WayCode:
		return expressCode(asked, answer)
	}
	return v.expressRelay(asked, q, answer)
}

func expressCode(asked *question, answer *api.Challenge) (err error) {
	if asked.signer == nil {
		answer.Text, err = asked.request.Text()
		return err
	}
	object, err := asked.request.Object(asked.signer, "")
	answer.Text = asked.request.Wrapped(object)
	return err
}

func expressBrowser(asked *question, answer *api.Challenge) error {
	protocol, data, err := asked.request.Browser(asked.signer)
	if err != nil {
		return err
	}
	text, err := encoding.EncodeJSON(data)
	answer.Browser = &api.BrowserRequest{Protocol: protocol, Data: string(text)}
	return err
}

// expressRelay refers to the relay, which holds the request object; a request
// that nobody signs stands whole in the code.
func (v *Verifier) expressRelay(asked *question, q api.ChallengeRequest, answer *api.Challenge) (err error) {
	token, err := v.token()
	if err != nil {
		return err
	}
	body := map[string]any{
		"request": "", "mode": string(asked.request.Mode), "live": asked.signer != nil, "lifetime": int(exchangeLife / time.Second),
	}
	if asked.way == api.WaySameDevice {
		body["redirect_uri"] = q.ReturnURL
	}
	if asked.signer == nil {
		answer.Text, err = asked.request.Text()
	} else {
		body["request"], err = asked.request.Object(asked.signer, "")
		answer.Text = asked.request.Link(exchangeAt(q.Relay, asked.id)+"/request", true)
	}
	if err != nil {
		return err
	}
	text, err := encoding.EncodeJSON(body)
	answer.Exchange = &api.Exchange{ID: asked.id, Token: token, Body: string(text), Lifetime: int(exchangeLife / time.Second)}
	return err
}
