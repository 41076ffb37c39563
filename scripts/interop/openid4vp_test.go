package interop

import (
	"crypto/rand"
	"testing"

	"domicile/credentials/dcql"
	"domicile/credentials/request"
)

func TestTheyReadOurRequest(t *testing.T) {
	p := startPeer(t)
	for _, preset := range request.Presets() {
		r, err := request.Build(rand.Reader, request.Question{
			ReturnURL: "https://verifier.example/verifier/?x=1", VerifierName: "Café «Möbius» & Co", Purpose: preset.Purpose, Query: preset.Query(),
		}, now)
		if err != nil {
			t.Fatal(err)
		}
		text, err := r.Text()
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Params map[string]any `json:"params"`
			Client struct {
				Prefix    string         `json:"prefix"`
				Effective string         `json:"effective"`
				Metadata  map[string]any `json:"clientMetadata"`
			} `json:"client"`
			DCQL struct {
				Query map[string]any `json:"query"`
			} `json:"dcql"`
		}
		p.must(t, map[string]any{"op": "requestParse", "text": text}, &read)
		if read.Client.Effective != r.ClientID || read.Client.Prefix != "redirect_uri" || read.Client.Metadata["client_name"] != r.VerifierName {
			t.Errorf("%s: the peer reads the client %+v", preset.ID, read.Client)
		}
		for name, want := range map[string]any{"nonce": r.Nonce, "state": r.State, "redirect_uri": r.ReturnURL, "domicile_purpose": r.Purpose} {
			if read.Params[name] != want {
				t.Errorf("%s: the peer reads %s as %v", preset.ID, name, read.Params[name])
			}
		}
		query, err := r.Query.Encode()
		if err != nil {
			t.Fatal(err)
		}
		same(t, read.DCQL.Query, plain(t, query))
	}
}

// theirRequest is the payload of a request that the peer makes; it has no
// response mode, which means fragment.
func theirRequest() map[string]any {
	return map[string]any{
		"client_id": "redirect_uri:https://verifier.example/cb", "response_type": "vp_token", "redirect_uri": "https://verifier.example/cb",
		"nonce": "n-0S6_WzA2Mj", "state": "af0ifjsldkj",
		"dcql_query": map[string]any{"credentials": []any{map[string]any{
			"id": "pid", "format": "dc+sd-jwt", "meta": map[string]any{"vct_values": []any{"urn:example:card:1"}},
			"claims": []any{map[string]any{"path": []any{"nationalities", nil}}, map[string]any{"path": []any{"address", "country"}, "values": []any{"XM", 7, true}}},
		}}},
		"client_metadata": map[string]any{"client_name": "Verifier", "vp_formats_supported": map[string]any{
			"dc+sd-jwt": map[string]any{"sd-jwt_alg_values": []any{"ES256"}, "kb-jwt_alg_values": []any{"ES256"}}}},
	}
}

func TestWeReadTheirRequest(t *testing.T) {
	p := startPeer(t)
	var text string
	p.must(t, map[string]any{"op": "requestBuild", "payload": theirRequest()}, &text)
	r, err := request.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if r.ClientID != "redirect_uri:https://verifier.example/cb" || r.Nonce != "n-0S6_WzA2Mj" || r.VerifierName != "Verifier" {
		t.Errorf("read %+v", r)
	}
	result := r.Query.Match([]dcql.Credential{{
		ID: "1", Format: "dc+sd-jwt", Types: []string{"urn:example:card:1"}, HolderBound: true,
		Claims: map[string]any{"nationalities": []any{"XM"}, "address": map[string]any{"country": "XM"}},
	}})
	if !result.Satisfiable {
		t.Error("a fitting card does not fit")
	}
}

func TestTheyReadOurAnswer(t *testing.T) {
	p := startPeer(t)
	a := request.Answer{Presentations: map[string][]string{"pid": {"eyJ.eyJ.sig~WyI~eyJ.eyJ.sig"}}, State: "af0ifjsldkj"}
	fragment, err := a.Fragment()
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Token map[string]any `json:"token"`
		State string         `json:"state"`
	}
	p.must(t, map[string]any{"op": "answerParse", "fragment": fragment}, &read)
	same(t, read.Token, a.Presentations)
	if read.State != a.State {
		t.Errorf("state %q", read.State)
	}
}
