package encoding

import (
	"testing"

	"domicile/crypto/fault"
)

func TestCheckJSONNumber(t *testing.T) {
	for number, exact := range map[Number]bool{
		"0": true, "-0": true, "0.0": true, "0e5": true, "1.0": true, "100": true, "1E2": true, "0.1": true, "-1.25e-3": true,
		"9007199254740991": true, "9007199254740992": true, "5e-324": true, "1.7976931348623157e308": true, "0.30000000000000004": true,
		"9007199254740993": false, "1152921504606846976": false, "1e309": false, "-1e400": false, "1e-324": false, "1e-99999999999999999999": false,
		"0.1000000000000000055511151231257827": false, "3.14159265358979323846": false,
	} {
		err := checkJSONNumber(number)
		if exact && err != nil {
			t.Errorf("%s is exact: %v", number, err)
		}
		if !exact && fault.KindOf(err) != KindJSONNumberInexact {
			t.Errorf("%s is not exact: %v", number, err)
		}
	}
}
