package relay

import "time"

// requestObject is the reply with a request object (RFC 9101, 5.2.3).
func requestObject(jwt string) *Response {
	return &Response{Status: 200, Header: map[string]string{"Content-Type": "application/oauth-authz-req+jwt"}, Body: []byte(jwt)}
}

// open hands the stored request object to a wallet.
func (c *call) open() (*Response, error) {
	if err := c.exchange(); err != nil {
		return nil, err
	}
	rows, err := c.w.Query(requestOpen, c.key, c.now, int64(maxOpened))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, refused(KindUnknown)
	}
	c.w.Changed(c.key)
	return requestObject(words(rows[0][0])), nil
}

// post is open with request_uri_method=post (OpenID4VP 1.0, 5.10). A wallet that
// sends a nonce gets a request object that the page signs for it. The metadata
// of the wallet is read by nobody.
func (c *call) post() (*Response, error) {
	if err := c.exchange(); err != nil {
		return nil, err
	}
	f, err := c.form()
	if err != nil {
		return nil, err
	}
	if err := c.count("post", c.h.config.Quota.Posts); err != nil {
		return nil, err
	}
	nonce, ok := f.get("wallet_nonce")
	if !ok {
		return c.open()
	}
	if !isNonce(nonce) {
		return nil, refused(KindBody)
	}
	return c.withNonce(nonce)
}

func isNonce(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return s != "" && len(s) <= maxNonce
}

func (c *call) withNonce(nonce string) (*Response, error) {
	rows, err := c.w.Query(requestNonce, c.key, c.now, nonce)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, refused(KindUnknown)
	}
	live, first, signed := number(rows[0][0]) != 0, number(rows[0][1]) != 0, words(rows[0][2])
	if !live {
		return nil, refused(KindNonceUnasked)
	}
	c.w.Changed(c.key)
	if !first {
		return nil, refused(KindNonceOther)
	}
	if signed != "" {
		return requestObject(signed), nil
	}
	return c.awaitSigned(nonce)
}

// awaitSigned waits for the page.
func (c *call) awaitSigned(nonce string) (*Response, error) {
	until := c.w.Now().Add(MaxWait * time.Second)
	for range maxRounds {
		now := c.w.Now()
		rows, err := c.w.Query(requestSigned, c.key, now.Unix(), nonce)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			return nil, refused(KindUnknown)
		}
		if signed := words(rows[0][0]); signed != "" {
			return requestObject(signed), nil
		}
		if !now.Before(until) {
			break
		}
		if err := c.w.Pause(c.key, until.Sub(now)); err != nil {
			return nil, err
		}
	}
	return nil, refused(KindUnsigned)
}

// answer takes the wallet's answer.
func (c *call) answer() (*Response, error) {
	if err := c.exchange(); err != nil {
		return nil, err
	}
	f, err := c.form()
	if err != nil {
		return nil, err
	}
	kept, mode, err := answerOf(f)
	if err != nil {
		return nil, err
	}
	body := kept.encode()
	if len(body) > MaxBody {
		return nil, refused(KindSize)
	}
	if err := c.count("post", c.h.config.Quota.Posts); err != nil {
		return nil, err
	}
	var code [16]byte
	if err := c.w.Random(code[:]); err != nil {
		return nil, err
	}
	rows, err := c.w.Query(responseAnswer, c.key, c.now, pad(body), digest("answer", body), mode, encode(code[:]))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, c.notTaken()
	}
	c.w.Changed(c.key)
	return answered(rows[0])
}

// answered is the reply to an answer (OpenID4VP 1.0, 8.2).
func answered(row []any) (*Response, error) {
	if number(row[0]) == 0 {
		return nil, refused(KindAnswered)
	}
	reply := map[string]any{}
	if address := words(row[1]); address != "" {
		reply["redirect_uri"] = address + "#response_code=" + words(row[2])
	}
	return jsonResponse(200, reply), nil
}

// notTaken tells an answer of the wrong mode from one to nothing.
func (c *call) notTaken() error {
	rows, err := c.w.Query(exchangeLook, c.key, c.now)
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return refused(KindUnknown)
	}
	return refused(KindPlain)
}

// answerOf returns what is kept of a form, and the mode that it fits; an error
// fits each. Unknown parameters are ignored and not kept (RFC 6749, 3.1), so that
// nothing comes along with an encrypted answer in plain text.
func answerOf(f form) (kept form, mode string, err error) {
	_, isError := f.get("error")
	_, isEncrypted := f.get("response")
	_, isPlain := f.get("vp_token")
	names := []string{"vp_token", "state"}
	mode = modePlain
	switch {
	case isError && !isEncrypted && !isPlain:
		names, mode = []string{"error", "error_description", "error_uri", "state"}, ""
	case isEncrypted && !isError && !isPlain:
		names, mode = []string{"response"}, modeEncrypted
	case !isPlain || isError:
		return nil, "", refused(KindBody)
	case isEncrypted:
		return nil, "", refused(KindPlain)
	}
	for _, name := range names {
		value, ok := f.get(name)
		if !ok {
			continue
		}
		isWrong := value == "" || name == "response" && !isCompact(value, 4) || mode == "" && len(value) > maxError
		if isWrong {
			return nil, "", refused(KindBody)
		}
		kept = append(kept, field{name, value})
	}
	return kept, mode, nil
}

// maxError bounds each parameter of an error.
const maxError = 1 << 10
