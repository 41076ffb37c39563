package issuer

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"domicile/credentials/offer"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// bench is an issuer on a real socket, with a clock that the test turns and a
// log that the test reads.
type bench struct {
	*Issuer
	t      *testing.T
	dir    string
	server *httptest.Server
	log    *lockedLog
	shift  time.Duration
}

type lockedLog struct {
	sync.Mutex
	strings.Builder
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Builder.Write(p)
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, dir: t.TempDir(), log: &lockedLog{}}
	b.open()
	return b
}

// open starts the issuer, again with the same data after a close.
func (b *bench) open() {
	b.t.Helper()
	mux := http.NewServeMux()
	b.server = httptest.NewServer(mux)
	config := Meridia(b.server.URL)
	i, err := Open(config, b.dir, Options{
		Now: func() time.Time { return time.Now().Add(b.shift) },
		Log: slog.New(slog.NewTextHandler(b.log, nil)),
	})
	if err != nil {
		b.t.Fatal(err)
	}
	i.Register(mux)
	b.Issuer = i
	server := b.server
	b.t.Cleanup(func() { server.Close(); i.Close() })
}

func ana() map[string]any {
	return map[string]any{
		"given_name": "Ana", "family_name": "Silveira", "birthdate": "1990-05-17",
		"nationalities": []any{"PT"}, "residency": map[string]any{"programme": "Digital residency"},
	}
}

func (b *bench) offer() Offer {
	b.t.Helper()
	made, err := b.MakeOffer(context.Background(), "residency-card", ana())
	if err != nil {
		b.t.Fatal(err)
	}
	return made
}

// code is the pre-authorized code of an offer.
func (b *bench) code(o Offer) string {
	b.t.Helper()
	parsed, err := offer.Parse(o.ByValue)
	if err != nil {
		b.t.Fatal(err)
	}
	return parsed.Code
}

// send does what a wallet's caller does.
func (b *bench) send(r *offer.Request) offer.Response {
	b.t.Helper()
	status, header, body := b.do(r.Method, r.URL, r.Headers, r.Body)
	headers := map[string]string{}
	for name := range header {
		headers[strings.ToLower(name)] = header.Get(name)
	}
	return offer.Response{Status: status, Headers: headers, Body: body}
}

func (b *bench) do(method, url string, headers map[string]string, body string) (int, http.Header, string) {
	b.t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := b.server.Client().Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(data)
}

// post sends to an endpoint below the identifier and returns the error code.
func (b *bench) post(path, media, token, body string) (int, string, map[string]any) {
	b.t.Helper()
	headers := map[string]string{"Content-Type": media}
	if token != "" {
		headers["Authorization"] = "Bearer " + token
	}
	status, header, text := b.do("POST", b.config.Identifier()+path, headers, body)
	if header.Get("Cache-Control") != "no-store" || header.Get("Access-Control-Allow-Origin") != "*" {
		b.t.Errorf("%s: headers %v", path, header)
	}
	if text == "" {
		return status, "", nil
	}
	o, err := encoding.DecodeJSONObject([]byte(text))
	if err != nil {
		b.t.Fatalf("%s: %q: %v", path, text, err)
	}
	code, _, _ := encoding.String(o, "error")
	return status, code, o
}

const (
	formMedia = "application/x-www-form-urlencoded"
	jsonMedia = "application/json"
)

func tokenForm(code, tx string) string {
	return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Apre-authorized_code&pre-authorized_code=" + code + "&tx_code=" + tx
}

// token redeems a fresh offer.
func (b *bench) token() string {
	b.t.Helper()
	o := b.offer()
	status, _, body := b.post("/token", formMedia, "", tokenForm(b.code(o), o.TxCode))
	token, _, _ := encoding.String(body, "access_token")
	if status != 200 || token == "" {
		b.t.Fatalf("token: %d %v", status, body)
	}
	return token
}

func (b *bench) nonce() string {
	b.t.Helper()
	status, _, body := b.post("/nonce", "", "", "")
	nonce, _, _ := encoding.String(body, "c_nonce")
	if status != 200 || nonce == "" {
		b.t.Fatalf("nonce: %d %v", status, body)
	}
	return nonce
}

func newKey(t *testing.T) keys.Private {
	t.Helper()
	key, err := keys.Generate(rand.Reader, alg.ES256)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newKeys(t *testing.T, n int) []keys.Private {
	list := make([]keys.Private, n)
	for i := range list {
		list[i] = newKey(t)
	}
	return list
}
