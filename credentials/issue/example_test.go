package issue_test

import (
	"crypto/rand"
	"fmt"
	"time"

	"domicile/credentials/issue"
	"domicile/credentials/sdjwt"
	"domicile/crypto/alg"
	"domicile/crypto/keys"
)

func ExampleIssue() {
	office, _ := keys.Generate(rand.Reader, alg.ES256)
	holder, _ := keys.Generate(rand.Reader, alg.ES256)
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	cards, err := issue.Issue(rand.Reader, issue.Order{
		Format: issue.SDJWT, Type: "https://library.example/card/1", Issuer: "https://library.example", Key: office,
		Claims: map[string]any{"name": "Zoë"}, Holders: []keys.Public{holder.Public()},
		IssuedAt: now, Expires: now.AddDate(1, 0, 0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	token, _ := sdjwt.Parse(cards[0])
	fmt.Println(len(cards), token.Disclosures[0].Name, token.Disclosures[0].Value)
	// Output: 1 name Zoë
}
