package sealed_test

import (
	"crypto/rand"
	"fmt"

	"domicile/crypto/fault"
	"domicile/crypto/sealed"
)

func Example() {
	vault, envelope, err := sealed.Create(rand.Reader, "correct horse battery staple", sealed.Cost{Memory: 64, Passes: 1, Threads: 1})
	if err != nil {
		panic(err)
	}
	record, _ := vault.Seal(rand.Reader, 1, []byte("card received"))
	vault.Close()

	vault, err = sealed.Open(envelope, "correct horse battery staple")
	if err != nil {
		panic(err)
	}
	plain, err := vault.Unseal(1, record)
	fmt.Println(string(plain), err)

	_, err = sealed.Open(envelope, "correct horse battery stable")
	fmt.Println(fault.KindOf(err))
	// Output:
	// card received <nil>
	// vault_locked
}
