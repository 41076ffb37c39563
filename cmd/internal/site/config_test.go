package site

import "testing"

func TestConfigNamesEachOriginOnce(t *testing.T) {
	for want, c := range map[string]Config{
		`{"relay":"/relay"}`:             {},
		`{"demo":true,"relay":"/relay"}`: {Demo: true},
		`{"gateway":["https://a.example","https://b.example"],"relay":"/relay"}`: {Gateway: []string{"https://b.example", "https://a.example", "https://b.example"}},
	} {
		if got, err := c.JSON(); err != nil || string(got) != want {
			t.Errorf("%+v: %s, %v", c, got, err)
		}
	}
}
