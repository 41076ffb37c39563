package verify_test

import (
	"testing"

	"domicile/credentials/request"
	"domicile/credentials/verify"
	"domicile/internal/corpus"
)

// A nonce or an audience that is empty means elsewhere that none was asked for.
// A question without one must not be answered by a proof for anybody else.
func TestAQuestionWithoutANonceIsAnsweredByNothing(t *testing.T) {
	for _, v := range corpus.Load(t, corpusDir) {
		if v.Name != "ok-answer" {
			continue
		}
		for defect, spoil := range map[string]func(*request.Request){
			"no nonce":             func(r *request.Request) { r.Nonce = "" },
			"no client identifier": func(r *request.Request) { r.ClientID = "" },
		} {
			options := v.Options(t, corpusDir)
			spoil(options.Request)
			if got := verify.Verify(v.Bytes(), options); got.Kind != "holder_binding_nonce" || got.Claims != nil {
				t.Errorf("%s: %s %s", defect, got.Verdict, got.Kind)
			}
		}
		return
	}
	t.Fatal("the corpus has no ok-answer")
}
