package verifier

import (
	"time"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
	"domicile/credentials/verdict"
	"domicile/credentials/verify"
	"domicile/crypto/encoding"
	"domicile/crypto/fault"
	"domicile/wasm/api"
	"domicile/wasm/engine"
)

const (
	// KindRepeated is returned when a question was answered before: a question
	// over a relay or through the browser takes one answer, whatever it is.
	KindRepeated fault.Kind = "answer_repeated"
	// KindLate is returned when an answer comes after the question's time.
	KindLate fault.Kind = "answer_late"
	// KindResponseCode is returned when a question on the same device is answered
	// without the code that came back to this browser: somebody else's wallet may
	// have been led to it (OpenID4VP 1.0, "Session Fixation").
	KindResponseCode fault.Kind = "answer_response_code"
)

// maxWalletNonce is the longest nonce of a wallet that is signed.
const maxWalletNonce = 512

// Live signs the question for the wallet that opened it. Its time begins now: how
// long the code was looked at is no part of it. Its nonce does too: the relay hands
// the stored request to anybody, and who knows the nonce beforehand can look for a
// wallet_nonce that makes the digits what another screen shows.
func (v *Verifier) Live(q api.LiveRequest) (api.Live, error) {
	asked := v.find(q.Challenge, api.WayRelay, api.WaySameDevice)
	now := v.around.Now()
	switch {
	case asked == nil || asked.signer == nil || asked.answered:
		return api.Live{}, engine.NotOpen("question")
	case q.WalletNonce == "" || len(q.WalletNonce) > maxWalletNonce:
		return api.Live{}, engine.BadRequest("wallet_nonce is empty or too long")
	case asked.walletNonce != "" && asked.walletNonce != q.WalletNonce:
		return api.Live{}, fault.New(request.KindWalletNonce, "another wallet was first")
	case asked.walletNonce == "" && now.After(asked.request.ExpiresAt):
		return api.Live{}, fault.New(request.KindExpired, "nobody opened it in time")
	}
	if asked.walletNonce == "" {
		if err := v.bind(asked, q.WalletNonce, now); err != nil {
			return api.Live{}, err
		}
	}
	object, err := asked.request.Object(asked.signer, q.WalletNonce)
	if err != nil {
		return api.Live{}, err
	}
	live := api.Live{Object: object, ExpiresAt: engine.Text(asked.request.ExpiresAt)}
	if asked.request.CheckCode {
		live.Digits = request.CheckDigits(asked.request.Nonce, q.WalletNonce)
	}
	return live, nil
}

// bind makes the question that of one wallet.
func (v *Verifier) bind(asked *question, walletNonce string, now time.Time) error {
	nonce, err := v.token()
	if err != nil {
		return err
	}
	bound := *asked.request
	bound.Nonce, bound.ExpiresAt = nonce, now.Add(request.Lifetime).Truncate(time.Second).UTC()
	asked.request, asked.walletNonce = &bound, walletNonce
	return nil
}

// Receive judges what a wallet posted to the relay.
func (v *Verifier) Receive(q api.ReceiveRequest) (api.VerifyResponse, error) {
	asked := v.find(q.Challenge, api.WayRelay, api.WaySameDevice)
	if asked == nil {
		return api.VerifyResponse{}, engine.NotOpen("question")
	}
	if asked.way == api.WaySameDevice && q.ResponseCode == "" {
		return api.VerifyResponse{}, fault.New(KindResponseCode, "no response_code")
	}
	return v.judge(asked, q.AcceptTest, q.LastSeen, func() (*request.Answer, error) {
		return asked.request.ReadAnswer(q.Body, asked.key)
	})
}

// Browser judges what the Digital Credentials API gave back.
func (v *Verifier) Browser(q api.BrowserAnswer) (api.VerifyResponse, error) {
	asked := v.find(q.Challenge, api.WayBrowser)
	if asked == nil {
		return api.VerifyResponse{}, engine.NotOpen("question")
	}
	return v.judge(asked, q.AcceptTest, q.LastSeen, func() (*request.Answer, error) {
		if protocol, _, err := asked.request.Browser(asked.signer); err != nil || protocol != q.Protocol {
			return nil, fault.Wrap(request.KindAnswerMalformed, err, "of another protocol than was asked in")
		}
		data, err := encoding.DecodeJSONObject([]byte(q.Data))
		if err != nil {
			return nil, err
		}
		return asked.request.ReadData(data, asked.key)
	})
}

// judge reads the one answer to a question, and verifies what is in it.
func (v *Verifier) judge(asked *question, acceptTest bool, seen string, read func() (*request.Answer, error)) (api.VerifyResponse, error) {
	now := v.around.Now()
	floor, err := lastSeen(seen)
	if err != nil {
		return api.VerifyResponse{}, err
	}
	text, err := asked.take(now, read)
	if err != nil {
		return v.respond(verify.Unreadable(err), "", asked, floor, now), nil
	}
	options := v.options(asked, acceptTest, floor, now)
	return v.respond(verify.Verify([]byte(text), options), text, asked, floor, now), nil
}

// take reads an answer, once and in time.
func (q *question) take(now time.Time, read func() (*request.Answer, error)) (string, error) {
	if q.answered {
		return "", fault.New(KindRepeated, "this question has had its answer")
	}
	q.answered = true
	if now.After(q.until) {
		return "", fault.New(KindLate, "%s late", now.Sub(q.until).Round(time.Second))
	}
	answer, err := read()
	if err != nil {
		return "", err
	}
	return answer.JSON()
}

// options are those of a judgement by what this engine trusts.
func (v *Verifier) options(asked *question, acceptTest bool, floor, now time.Time) verify.Options {
	options := verify.Options{
		Now: now, Trust: v.trusted.Store, Floor: floor, Clock: since(v.around.Now),
		Policy: verify.Policy{AcceptTest: acceptTest},
	}
	if asked != nil {
		options.Request = asked.request
		options.Policy.RequireHolder = needsHolder(asked.request.Query)
	}
	return options
}

// needsHolder reports whether each card must come with a proof of its holder, as
// they do unless a query of one's own says otherwise; then its card is held to
// what its own query says.
func needsHolder(q dcql.Query) bool {
	for _, c := range q.Credentials {
		if !c.HolderBinding {
			return false
		}
	}
	return true
}

// respond puts a verdict into words, and says what to remember of the time.
func (v *Verifier) respond(judged verdict.Verdict, text string, asked *question, floor, now time.Time) api.VerifyResponse {
	response := describe(judged, text, asked)
	response.LastSeen = engine.Text(latest(floor, v.trusted.Store.Floor(), attested(judged, now)))
	return response
}
