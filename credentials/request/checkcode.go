package request

import "crypto/sha256"

// CheckDigits are the two digits that bind a wallet to the request on a screen:
// both sides work them out of the request's nonce and the wallet's, which no
// photograph of the code holds. See the package's documentation.
func CheckDigits(nonce, walletNonce string) string {
	sum := sha256.Sum256([]byte("domicile check code\x00" + nonce + "\x00" + walletNonce))
	// 64 bits modulo 100 favour no number by more than one in 10^17.
	var n uint64
	for _, b := range sum[:8] {
		n = n<<8 | uint64(b)
	}
	n %= 100
	return string([]byte{'0' + byte(n/10), '0' + byte(n%10)})
}
