package address_test

import (
	"net/url"
	"strings"
	"testing"

	"domicile/credentials/address"
	"domicile/crypto/fault"
)

// refused is the kind of whoever asks.
const refused fault.Kind = "address_refused"

func TestAddressRefused(t *testing.T) {
	rows := map[string]string{
		"empty":                   "",
		"relative":                "/token",
		"no host":                 "https:///token",
		"http on the network":     "http://a.example/",
		"http on a private host":  "http://192.168.1.1/",
		"http on a lookalike":     "http://localhost.example/",
		"http on 127.0.0.1.x":     "http://127.0.0.1.example/",
		"other scheme":            "ftp://a.example/",
		"user":                    "https://u@a.example/",
		"fragment":                "https://a.example/#x",
		"empty fragment":          "https://a.example/#",
		"too long":                "https://a.example/" + strings.Repeat("x", address.Max),
		"opaque":                  "https:a.example",
		"control character":       "https://a.example/\n",
		"loopback as one number":  "https://2130706433/token",
		"loopback in hexadecimal": "https://0x7f.0.0.1/token",
		"loopback in octal":       "https://0177.0.0.1/token",
		"loopback shortened":      "https://127.1/token",
		"number with a dot":       "https://127.0.0.1./token",
		"number too large":        "https://256.0.0.1/token",
		"fullwidth digits":        "https://１２７.0.0.1/token",
		"coded fullwidth digits":  "https://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1/token",
		"empty label":             "https://a..example/token",
		"zone of an address":      "https://[fe80::1%25lo]/token",
		"http in mapped loopback": "http://[::ffff:10.0.0.1]/",
	}
	for defect, text := range rows {
		t.Run(defect, func(t *testing.T) {
			_, err := address.Parse(text, refused)
			if fault.KindOf(err) != refused {
				t.Errorf("%s: got %v", text, err)
			}
		})
	}
}

func TestAddressOfThisMachine(t *testing.T) {
	for _, text := range []string{"http://localhost:8080/x", "http://127.0.0.1/", "http://127.8.8.8:1/", "http://[::1]:80/", "http://office.localhost/"} {
		if _, err := address.Parse(text, refused); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestNetworkCannotLeadIntoThisMachine(t *testing.T) {
	public, _ := url.Parse("https://a.example")
	local, _ := url.Parse("http://localhost:8080")
	for _, text := range []string{"http://127.0.0.1:631/", "https://localhost/", "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/", "https://[fe80::1]/", "https://0.0.0.0/",
		"https://LOCALHOST/", "https://localhost./", "https://a.Localhost/", "https://[::ffff:10.0.0.1]/", "https://100.64.0.1/", "https://router/", "https://printer.local/", "https://db.internal./", "https://[64:ff9b::7f00:1]/", "https://0.1.2.3/"} {
		_, err := address.ParseFrom(public, text, refused)
		if fault.KindOf(err) != refused {
			t.Errorf("%s: got %v", text, err)
		}
	}
	for _, text := range []string{"http://127.0.0.1:8081/", "https://a.example/"} {
		if _, err := address.ParseFrom(local, text, refused); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	private, _ := url.Parse("https://10.0.0.1")
	if _, err := address.ParseFrom(private, "https://10.0.0.1:8443/token", refused); err != nil {
		t.Error(err)
	}
}
