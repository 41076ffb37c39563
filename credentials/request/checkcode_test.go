package request_test

import (
	"fmt"
	"testing"

	"domicile/credentials/request"
	"domicile/crypto/fault"
	"domicile/internal/double"
)

func checked(v *double.Verifier) { v.Question.CheckCode = true }

func TestCheckCode(t *testing.T) {
	for _, client := range double.Clients {
		v := double.NewVerifier(t, client)
		checked(v)
		r, err := v.Open(byPost(v))
		if err != nil || !r.CheckCode || r.WalletNonce == "" {
			t.Errorf("%s: %+v, %v", client, r, err)
		}
	}
}

// The person has one try: after it there is nothing to guess at.
func TestOtherDigits(t *testing.T) {
	v := double.NewVerifier(t, double.ByJWK)
	checked(v)
	o, err := request.Open(noise(1), v.Reference(true), v.Wallet, v.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Take(v.Serve(*o.Step().Fetch), v.Now); err != nil {
		t.Fatal(err)
	}
	if step := o.Step(); !step.Code || step.Request != nil || step.Fetch != nil {
		t.Fatalf("before the digits the wallet has %+v", step)
	}
	right := v.RightDigits()
	wrong := "00"
	if right == wrong {
		wrong = "01"
	}
	if err := o.EnterCode(wrong); fault.KindOf(err) != request.KindCheckCode {
		t.Errorf("other digits: %v", err)
	}
	if err := o.EnterCode(right); fault.KindOf(err) != request.KindStep {
		t.Errorf("the right ones after it: %v", err)
	}
	if step := o.Step(); step.Request != nil || step.Code || step.Fetch != nil {
		t.Errorf("afterwards the wallet has %+v", step)
	}
}

func TestFormsOfDigits(t *testing.T) {
	for _, digits := range []string{" ", "7", "007", "٠٧", "7 0", "-1", "0x"} {
		v := double.NewVerifier(t, double.ByJWK)
		checked(v)
		v.Digits = digits
		if _, err := v.Open(byPost(v)); fault.KindOf(err) != request.KindCheckCode {
			t.Errorf("%q: %v", digits, err)
		}
	}
}

// Whoever passes a stranger's code on can change the address, but not turn the
// digits off: a signed object that wants them counts only with a fresh nonce.
func TestCheckCodeCannotBeTurnedOff(t *testing.T) {
	refuse(t, []refusal{
		{"fetched by GET", double.ByJWK, byGet, checked, request.KindWalletNonce},
		{"handed over by value", double.ByJWK, wrapped, checked, request.KindWalletNonce},
		{"with the nonce of whoever fetched it before", double.ByJWK, wrapped, both(checked, claimed("wallet_nonce", "AAAAAAAAAAAAAAAAAAAAAA")), request.KindWalletNonce},
		{"fetched by GET, by a certificate", double.ByName, byGet, checked, request.KindWalletNonce},
		{"a check code that is no yes or no", double.ByJWK, byPost, claimed("domicile_check_code", "true"), request.KindMalformed},
	})
	// Unsigned, everybody on the way can leave the parameter out: it says nothing.
	v := double.NewVerifier(t, double.ByAddress)
	checked(v)
	if _, err := v.Open(byValue(v)); err != nil {
		t.Error(err)
	}
}

// Every pair of digits is about as likely, and depends on both nonces.
func TestDigitsAreEven(t *testing.T) {
	seen := map[string]int{}
	const n = 20_000
	for i := range n {
		digits := request.CheckDigits("nonce", fmt.Sprint(i))
		if len(digits) != 2 {
			t.Fatal(digits)
		}
		seen[digits]++
	}
	if len(seen) != 100 {
		t.Fatalf("%d pairs", len(seen))
	}
	for digits, times := range seen {
		if times < n/100*6/10 || times > n/100*14/10 {
			t.Errorf("%s comes %d times of %d", digits, times, n)
		}
	}
	if request.CheckDigits("a", "bc") == request.CheckDigits("ab", "c") && request.CheckDigits("a", "bd") == request.CheckDigits("ab", "d") {
		t.Error("the nonces run into one another")
	}
}
