package relay

import (
	"strconv"
	"strings"
	"time"
)

// sign keeps the request object that the page signed for a wallet's nonce.
func (c *call) sign() (*Response, error) {
	if err := c.page(); err != nil {
		return nil, err
	}
	if err := c.media("application/oauth-authz-req+jwt", "application/jwt", "text/plain"); err != nil {
		return nil, err
	}
	query, err := parseForm(c.r.Query)
	if err != nil {
		return nil, err
	}
	nonce, _ := query.get("wallet_nonce")
	if !isNonce(nonce) || !isRequestObject(string(c.r.Body)) {
		return nil, refused(KindBody)
	}
	rows, err := c.w.Query(requestSign, c.key, c.token, c.now, nonce, string(c.r.Body))
	if err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		c.w.Changed(c.key)
		return noContent(), nil
	}
	if _, err := c.look(); err != nil {
		return nil, err
	}
	return nil, refused(KindTaken)
}

// view is what the page sees of an exchange.
type view struct {
	version, opened, expires   int64
	crowded, answered, claimed bool
	nonce                      string
}

// look reads the state; KindUnknown where there is none.
func (c *call) look() (v view, err error) {
	rows, err := c.w.Query(pageState, c.key, c.token, c.w.Now().Unix())
	if err != nil {
		return v, err
	}
	if len(rows) == 0 {
		return v, refused(KindUnknown)
	}
	row := rows[0]
	return view{version: number(row[0]), opened: number(row[1]), crowded: number(row[2]) != 0, nonce: words(row[3]),
		answered: number(row[4]) != 0, claimed: number(row[5]) != 0, expires: number(row[6])}, nil
}

func (v view) state() string {
	switch {
	case v.claimed:
		return "claimed"
	case v.answered:
		return "answered"
	case v.opened > 0:
		return "opened"
	}
	return "waiting"
}

func (v view) json() []byte {
	o := map[string]any{"version": v.version, "state": v.state(), "opened": v.opened, "crowded": v.crowded, "expires_at": moment(v.expires)}
	if v.nonce != "" {
		o["wallet_nonce"] = v.nonce
	}
	return mustJSON(o)
}

// etag differs where the state does; version leaves out that a claim ran out.
func (v view) etag() string { return `"` + strconv.FormatInt(v.version, 10) + "-" + v.state() + `"` }

// state tells the page what happened: at once, when something did (seen and
// wait), or as server-sent events.
func (c *call) state() (*Response, error) {
	if err := c.page(); err != nil {
		return nil, err
	}
	seen, wait, err := c.patience()
	if err != nil {
		return nil, err
	}
	v, err := c.look()
	if err != nil {
		return nil, err
	}
	if accepts(c.r.Header["accept"], "text/event-stream") {
		return c.stream(v)
	}
	until := c.w.Now().Add(time.Duration(wait) * time.Second)
	for range maxRounds {
		left := until.Sub(c.w.Now())
		if v.version != seen || left <= 0 {
			break
		}
		if err := c.w.Pause(c.key, left); err != nil {
			return nil, err
		}
		if v, err = c.look(); err != nil {
			return nil, err
		}
	}
	if c.r.Header["if-none-match"] == v.etag() {
		return &Response{Status: 304, Header: map[string]string{"ETag": v.etag()}}, nil
	}
	return &Response{Status: 200, Header: map[string]string{"Content-Type": "application/json", "ETag": v.etag()}, Body: v.json()}, nil
}

// patience reads ?seen=VERSION&wait=SECONDS.
func (c *call) patience() (seen, wait int64, err error) {
	query, err := parseForm(c.r.Query)
	if err != nil {
		return 0, 0, err
	}
	for name, into := range map[string]*int64{"seen": &seen, "wait": &wait} {
		value, ok := query.get(name)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(value, 10, 31)
		if err != nil || strconv.FormatUint(n, 10) != value {
			return 0, 0, refused(KindBody)
		}
		*into = int64(n)
	}
	if wait > MaxWait {
		return 0, 0, refused(KindBody)
	}
	return seen, wait, nil
}

// accepts tells whether a header names a media type.
func accepts(header, media string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, _, _ := strings.Cut(part, ";")
		if strings.TrimSpace(strings.ToLower(name)) == media {
			return true
		}
	}
	return false
}

// stream sends the state whenever it changes, and something every BeatSeconds,
// until the exchange is answered or gone, or StreamSeconds have passed. The
// client then asks again.
func (c *call) stream(v view) (*Response, error) {
	c.streamed = true
	head := &Response{Status: 200, Header: map[string]string{"Content-Type": "text/event-stream"}}
	c.finish(head)
	start := c.w.Now()
	end, beat, sent := start.Add(StreamSeconds*time.Second), start, ""
	for range maxRounds {
		now := c.w.Now()
		var chunk []byte
		switch data := string(v.json()); {
		case data != sent:
			chunk, sent = []byte("event: state\ndata: "+data+"\n\n"), data
		case !now.Before(beat):
			chunk = []byte(":\n\n")
		}
		if chunk != nil {
			if err := c.w.Emit(head, chunk); err != nil {
				return nil, err
			}
			beat = now.Add(BeatSeconds * time.Second)
		}
		if v.answered || !now.Before(end) {
			return nil, nil
		}
		next := beat
		if end.Before(next) {
			next = end
		}
		if err := c.w.Pause(c.key, next.Sub(now)); err != nil {
			return nil, err
		}
		var err error
		if v, err = c.look(); err == refused(KindUnknown) {
			return nil, c.w.Emit(head, []byte("event: gone\ndata: {}\n\n"))
		} else if err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// claimBody reads the members of a claim or an acknowledgement.
func (c *call) claimBody(members ...string) (claim, code string, err error) {
	o, err := c.object(members...)
	if err != nil {
		return "", "", err
	}
	if claim, err = text(o, "claim"); err != nil {
		return "", "", err
	}
	if code, err = text(o, "response_code"); err != nil {
		return "", "", err
	}
	if !isSecret(claim) || len(code) > 2*secretLength || !isText(code) {
		return "", "", refused(KindBody)
	}
	return claim, code, nil
}

// claim hands out the answer.
func (c *call) claim() (*Response, error) {
	if err := c.page(); err != nil {
		return nil, err
	}
	claim, code, err := c.claimBody("claim", "response_code")
	if err != nil {
		return nil, err
	}
	rows, err := c.w.Query(pageClaim, c.key, c.token, c.now, digest("claim", claim), c.now+ClaimSeconds, code)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, c.notClaimed(code)
	}
	c.w.Changed(c.key)
	body := strings.TrimRight(words(rows[0][0]), " ")
	return padded(map[string]any{"body": body}, len(body)), nil
}

// notClaimed says why a claim got nothing.
func (c *call) notClaimed(code string) error {
	rows, err := c.w.Query(pageRefused, c.key, c.token, c.now, code)
	switch {
	case err != nil:
		return err
	case len(rows) == 0:
		return refused(KindUnknown)
	case number(rows[0][0]) == 0:
		return refused(KindUnanswered)
	case number(rows[0][1]) == 0:
		return refused(KindCode)
	}
	return refused(KindClaimed)
}
