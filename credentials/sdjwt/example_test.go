package sdjwt_test

import (
	"crypto/rand"
	"fmt"
	"time"

	"domicile/credentials/claim"
	"domicile/credentials/sdjwt"
	"domicile/crypto/alg"
	"domicile/crypto/encoding"
	"domicile/crypto/keys"
)

// The whole journey: an issuer makes a card, its holder shows one claim of it
// to one verifier, and the verifier reads that claim.
func Example() {
	issuer, _ := keys.Generate(rand.Reader, alg.ES256)
	holder, _ := keys.Generate(rand.Reader, alg.ES256)
	now := time.Unix(1_780_000_000, 0)

	card, err := sdjwt.Issue(rand.Reader, issuer, nil, map[string]any{
		"iss": "https://office.example", "vct": "urn:example:residency:1",
		"cnf":               map[string]any{"jwk": holder.Public().JWK()},
		"family_name":       "Möbius",
		"age_equal_or_over": map[string]any{"18": true, "65": false},
	}, sdjwt.Frame{
		Paths:  []claim.Path{{"family_name"}, {"age_equal_or_over", "18"}, {"age_equal_or_over", "65"}},
		Decoys: []sdjwt.Decoys{{Count: 2}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	whole, _ := sdjwt.Parse(card)
	chosen, err := whole.Select([]claim.Path{{"age_equal_or_over", "18"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	shown, err := chosen.Bind(holder, "n-0S6_WzA2Mj", "redirect_uri:https://shop.example/", now)
	if err != nil {
		fmt.Println(err)
		return
	}

	received, _ := sdjwt.Parse(shown)
	fmt.Println("issuer:", received.IssuerJWT.Verify(issuer.Public()))
	fmt.Println("holder:", received.VerifyKeyBinding(sdjwt.Binding{
		Nonce: "n-0S6_WzA2Mj", Audience: "redirect_uri:https://shop.example/", Now: now,
	}))
	claims, _ := received.Claims()
	delete(claims, "cnf")
	text, _ := encoding.EncodeJSON(claims)
	fmt.Println(string(text))
	// Output:
	// issuer: <nil>
	// holder: <nil>
	// {"age_equal_or_over":{"18":true},"iss":"https://office.example","vct":"urn:example:residency:1"}
}
