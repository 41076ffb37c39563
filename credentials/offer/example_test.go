package offer_test

import (
	"bytes"
	"fmt"
	"time"

	"domicile/credentials/offer"
)

func ExampleParse() {
	o, err := offer.Parse(`openid-credential-offer://?credential_offer_uri=https%3A%2F%2Foffice.example%2Foffers%2F1`)
	fmt.Println(o.Reference, err)
	// Output: https://office.example/offers/1 <nil>
}

func ExampleStart() {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	random := bytes.NewReader(make([]byte, 16)) // crypto/rand.Reader outside of examples
	_, step, err := offer.Start(`openid-credential-offer://?credential_offer_uri=https%3A%2F%2Foffice.example%2Foffers%2F1`,
		offer.Options{Rand: random}, now)
	fmt.Println(step.Request.Method, step.Request.URL, err)
	// Output: GET https://office.example/offers/1 <nil>
}
