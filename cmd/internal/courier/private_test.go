package courier

import "testing"

// A name is resolved by whoever answers for it: what it leads to is looked at
// when it is connected to.
func TestPublicNamesLeadToPublicAddresses(t *testing.T) {
	for _, at := range []string{"127.0.0.1:443", "10.0.0.1:443", "192.168.1.1:80", "169.254.169.254:80", "[::1]:443", "[fe80::1%lo]:443", "[::ffff:10.0.0.1]:443", "0.0.0.0:80", "100.64.0.1:443", "no address"} {
		if onlyPublic("tcp", at, nil) == nil {
			t.Errorf("%s is connected to", at)
		}
	}
	for _, at := range []string{"93.184.216.34:443", "[2606:2800:220:1::1]:443"} {
		if err := onlyPublic("tcp", at, nil); err != nil {
			t.Errorf("%s: %v", at, err)
		}
	}
}
