package request_test

import (
	"strings"
	"testing"

	"domicile/credentials/claim"
	"domicile/credentials/request"
)

func TestCardTypesHaveWordsForEachClaim(t *testing.T) {
	for _, typ := range request.CardTypes() {
		seen := map[string]string{}
		for _, path := range typ.Claims {
			label := claim.Label(path)
			if other, twice := seen[label]; twice {
				t.Errorf("%s: %s and %s are both called %q", typ.Type, path, other, label)
			}
			seen[label] = path.String()
			if strings.ContainsAny(label, "_.") {
				t.Errorf("%s: %s has no words: %q", typ.Type, path, label)
			}
		}
		if request.TypeName(typ.Type) != typ.Name || typ.Name == "" {
			t.Errorf("%s is called %q", typ.Type, request.TypeName(typ.Type))
		}
	}
	if name := request.TypeName("urn:example:card"); name != "" {
		t.Errorf("an unknown type is called %q", name)
	}
}
