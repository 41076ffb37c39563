package relay

import (
	"crypto/hmac"
	"crypto/sha256"
	"strings"

	"domicile/crypto/encoding"
)

// secretLength is that of ids, tokens, claims and response codes: 16 bytes.
const secretLength = 22

func encode(b []byte) string { return encoding.EncodeBase64URL(b) }

// isSecret tells whether a text is 16 bytes in canonical base64url.
func isSecret(text string) bool {
	if len(text) != secretLength {
		return false
	}
	_, err := encoding.DecodeBase64URL(text)
	return err == nil
}

// digest is how a secret is stored. They are random, so that no key is needed;
// the label keeps an id from being taken for a token.
func digest(label, text string) string {
	sum := sha256.Sum256([]byte("domicile relay " + label + "\x00" + text))
	return encode(sum[:])
}

// Key is the name of an exchange in World.Pause and World.Changed, and in the
// database.
func Key(id string) string { return digest("id", id) }

// exchange reads the id of the path.
func (c *call) exchange() error {
	if !isSecret(c.id) {
		return refused(KindUnknown)
	}
	c.key = Key(c.id)
	return nil
}

// page reads the id of the path and the bearer token (RFC 6750, 2.1).
func (c *call) page() error {
	scheme, token, _ := strings.Cut(c.r.Header["authorization"], " ")
	if !strings.EqualFold(scheme, "Bearer") || !isSecret(token) {
		return refused(KindToken)
	}
	c.token = digest("token", token)
	return c.exchange()
}

// pseudonym is the name under which an address is counted for one day.
func (c *call) pseudonym() string {
	day := hmac.New(sha256.New, c.h.config.Secret)
	day.Write([]byte("relay day " + c.w.Now().UTC().Format("2006-01-02")))
	mac := hmac.New(sha256.New, day.Sum(nil))
	mac.Write([]byte(network(c.r.Address)))
	return encode(mac.Sum(nil)[:16])
}

// network is what is counted as one address: an IPv4 address, or the first 64
// bits of an IPv6 address, which is what one subscriber has.
func network(address string) string {
	if strings.Contains(address, ".") || !strings.Contains(address, ":") {
		return strings.TrimPrefix(address, "::ffff:")
	}
	head, tail, short := strings.Cut(address, "::")
	groups := strings.Split(head, ":")
	if short {
		after := strings.Count(tail, ":") + 1
		for len(groups)+after < 8 {
			groups = append(groups, "0")
		}
	}
	return strings.Join(groups[:min(4, len(groups))], ":")
}

// count holds the quota of an address and of everybody.
func (c *call) count(what string, limit int64) error {
	rows, err := c.w.Query(quotaCount, c.pseudonym(), what, c.now/windowSeconds, limit)
	if err != nil {
		return err
	}
	for _, row := range rows {
		most := limit
		if row[0] == "" {
			most = c.h.config.Quota.All
		}
		if number(row[1]) > most {
			return refused(KindQuota)
		}
	}
	return nil
}
