package keys_test

import (
	"encoding/hex"
	"math/big"
	"strings"
	"testing"

	"domicile/crypto/alg"
	"domicile/crypto/keys"
)

// TestKnownSignatures compares with signatures printed in standards. Where the
// standard's s is the higher one, ours is the order less it.
func TestKnownSignatures(t *testing.T) {
	rows := []struct {
		source               string
		a                    alg.Algorithm
		secret, message, sig string
	}{
		{
			"RFC 6979, appendix A.2.5, SHA-256", alg.ES256,
			"C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", "sample",
			"EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716" +
				"F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
		},
		{
			"RFC 6979, appendix A.2.6, SHA-384", alg.ES384,
			"6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5", "sample",
			"94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46" +
				"99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8",
		},
		{
			"bitcoin-core's deterministic signatures", alg.ES256K,
			"0000000000000000000000000000000000000000000000000000000000000001", "Satoshi Nakamoto",
			"934B1EA10A4B3C1757E2B0C017D0B6143CE3C9A7E6A4A49860D7A6AB210EE3D8" +
				"2442CE9D2B916064108014783E923EC36B49743E2FFA1C4496F01A512AAFD9E5",
		},
		{
			"RFC 8032, section 7.1, test 1", alg.EdDSA,
			"9D61B19DEFFD5A60BA844AF492EC2CC44449C5697B326919703BAC031CAE7F60", "",
			"E5564300C360AC729086E2CC806E828A84877F1EB8E5D974D873E065224901555FB8821590A33BACC61E39701CF9B46BD25BF5F0595BBE24655141438E7A100B",
		},
	}
	for _, r := range rows {
		secret, err := hex.DecodeString(r.secret)
		if err != nil {
			t.Fatal(err)
		}
		k, err := keys.NewPrivate(r.a, secret)
		if err != nil {
			t.Fatal(err)
		}
		signature, err := k.Sign([]byte(r.message))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.ToUpper(hex.EncodeToString(signature))
		if got != r.sig && got != lowered(t, r.a, r.sig) {
			t.Errorf("%s: got %s", r.source, got)
		}
		printed, _ := hex.DecodeString(r.sig)
		if err := k.Public().Verify([]byte(r.message), printed); err != nil {
			t.Errorf("%s: the signature as printed: %v", r.source, err)
		}
	}
}

// lowered returns r || (n - s) in hexadecimal.
func lowered(t *testing.T, a alg.Algorithm, sig string) string {
	t.Helper()
	order, ok := orders[a]
	if !ok {
		return ""
	}
	n, _ := new(big.Int).SetString(order, 16)
	half := len(sig) / 2
	s, _ := new(big.Int).SetString(sig[half:], 16)
	low := hex.EncodeToString(n.Sub(n, s).FillBytes(make([]byte, half/2)))
	return sig[:half] + strings.ToUpper(low)
}
